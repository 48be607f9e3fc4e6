public import Foundation

/// A part of a data set.
public enum DataSplit: String, CaseIterable, Sendable {
  /// What is learned from.
  case train
  /// What the best weights are chosen by.
  case valid
  /// What the result is told of.
  case test
}

/// What a task that reads files needs in memory, loaded once and shared by all who hold it.
public struct TaskData: Sendable {
  /// What tasks need whose sequences are drawn.
  public static let none = TaskData(content: .nothing, place: nil, notes: [])

  /// What should be said about the files although they could be read, a sentence each.
  public let notes: [String]

  /// Where the files were read; nil where sequences are drawn.
  public let place: Place?

  /// A data set in a folder.
  public struct Place: Sendable, Equatable {
    /// What was read.
    public let dataSet: DataSet
    /// The folder that has the data set's own folder in it.
    public let folder: String

    /// The path of one of its files.
    public func path(of file: DataSet.File) -> String {
      "\(folder)/\(dataSet.folder)/\(file.name)"
    }
  }

  private let content: Content

  private enum Content: Sendable {
    case nothing
    case images(training: LabelledImages, test: LabelledImages, order: [Int])
    case text(train: Sentences, valid: Sentences, test: Sentences, PennTreebank)
  }

  private init(content: Content, place: Place?, notes: [String]) {
    self.content = content
    self.place = place
    self.notes = notes
  }

  /// Reads the files of a task.
  ///
  /// - Parameters:
  ///   - task: what the files are read for.
  ///   - folder: the folder to look in first; see `DataStore`.
  ///   - environment: names the other folders.
  /// - Returns: what the streams and batches of this task take.
  /// - Throws: the one thing that is wrong, and the way out.
  /// - Complexity: MNIST takes about half a second and 55 MB, the text a tenth of it.
  public static func load(
    _ task: SequenceTask, from folder: String? = nil,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(DataProblem) -> TaskData {
    guard let dataSet = task.dataSet else { return .none }
    let store = DataStore(folder: folder, environment: environment)
    let place = Place(dataSet: dataSet, folder: try store.folder(of: dataSet))
    func file(_ file: DataSet.File) -> FoundFile {
      FoundFile(file, of: dataSet, in: place.folder)
    }
    switch task {
    case .copy, .adding: return .none
    case .sequentialMNIST(let task):
      let test = try LabelledImages(file(.testImages), file(.testLabels), side: task.side)
      let training = try LabelledImages(file(.trainImages), file(.trainLabels), side: task.side)
      guard training.count >= sixths, test.count >= 1 else {
        let (lacking, count) =
          test.count < 1
          ? (file(.testImages), test.count)
          : (file(.trainImages), training.count)
        throw lacking.damaged("it has only \(count) images")
      }
      return TaskData(
        content: .images(training: training, test: test, order: task.pixelOrder), place: place,
        notes: [])
    case .pennTreebank(let task):
      let texts = try [DataSet.File.trainText, .validText, .testText].map {
        (name) throws(DataProblem) in try sentences(in: file(name), for: task)
      }
      return TaskData(
        content: .text(train: texts[0].0, valid: texts[1].0, test: texts[2].0, task), place: place,
        notes: texts.compactMap(\.1))
    }
  }

  /// One of so many training images is for validation, the last 10,000 of 60,000.
  private static let sixths = 6

  private static func sentences(
    in file: FoundFile, for task: PennTreebank
  ) throws(DataProblem) -> (Sentences, note: String?) {
    let text = try GzipFile(file).readAll()
    guard !text.isEmpty else { throw file.damaged("it is empty") }
    let sentences = Sentences(text, for: task)
    guard sentences.count > 0 else {
      throw file.unsuitable("it has no sentence of at most \(task.maximalLength) characters")
    }
    return (sentences, note(sentences.unlisted, file))
  }

  private static func note(_ unlisted: [Unicode.Scalar: Int], _ file: FoundFile) -> String? {
    guard !unlisted.isEmpty else { return nil }
    let total = unlisted.values.reduce(0, +)
    let kinds = unlisted.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var shown = kinds.prefix(kinds.count == 6 ? 6 : 5).map {
      "\(name(of: $0.key)) (\(Grouped($0.value)))"
    }
    if kinds.count > shown.count { shown.append("\(Grouped(kinds.count - shown.count)) others") }
    return "\(file.path): \(Grouped(total)) \(total == 1 ? "character is" : "characters are") none "
      + "of the 49 symbols and read as the unknown one: \(shown.joined(separator: ", "))"
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F ? "`\(scalar)`" : code
  }
}

extension TaskData {
  /// The number of sequences of a split; 0 where they are drawn.
  public func count(of split: DataSplit) -> Int { range(of: split).count }

  /// The indices of a split's sequences, as `lay` takes them.
  func range(of split: DataSplit) -> Range<Int32> {
    switch content {
    case .nothing: return 0..<0
    case .images(let training, let test, _):
      let boundary = Int32(training.count - training.count / Self.sixths)
      return switch split {
      case .train: 0..<boundary
      case .valid: boundary..<Int32(training.count)
      case .test: 0..<Int32(test.count)
      }
    case .text(let train, let valid, let test, _):
      return switch split {
      case .train: 0..<Int32(train.count)
      case .valid: 0..<Int32(valid.count)
      case .test: 0..<Int32(test.count)
      }
    }
  }

  /// Lays sequences of a split into a batch, in the order of their indices.
  func lay(_ indices: ArraySlice<Int32>, of split: DataSplit, into batch: inout Minibatch) {
    switch content {
    case .nothing: break
    case .images(let training, let test, let order):
      (split == .test ? test : training).lay(indices, order: order, into: &batch)
    case .text(let train, let valid, let test, let task):
      let sentences =
        switch split {
        case .train: train
        case .valid: valid
        case .test: test
        }
      sentences.lay(indices, task: task, into: &batch)
    }
  }
}
