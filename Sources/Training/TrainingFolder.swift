/// Where a training puts its files, and what it may go on from.
public struct TrainingFolder: Sendable, Equatable {
  /// Where artifacts and checkpoints go; nil: nowhere.
  public let folder: String?
  /// The files of earlier checkpoints, newest first; the first whole one of the same trial and
  /// engine is gone on from.
  public let checkpoints: [String]
  /// How much time lies between two checkpoints.
  public let interval: Duration

  /// Nothing is kept, and nothing gone on from.
  public static let none = TrainingFolder(folder: nil, checkpoints: [], interval: .seconds(60))

  /// A folder from its parts.
  public init(folder: String?, checkpoints: [String], interval: Duration) {
    self.folder = folder
    self.checkpoints = checkpoints
    self.interval = interval
  }
}
