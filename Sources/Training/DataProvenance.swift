import Foundation
import SequenceTasks
import Trials

/// Which files a training read: people may have other ones under the same names.
struct DataProvenance: Sendable, Equatable {
  /// The data set's name for people, and what its files are, as records keep it.
  let title: String
  let words: String
  /// What should be said where a file is not the published one; nil where all are.
  let note: String?
  /// The SHA-256 of all files' sums; a checkpoint is gone on from with the same files only.
  let digest: String

  /// Reads the files of a data set once more and sums them up; nil where nothing was read.
  init?(of data: TaskData) {
    guard let place = data.place else { return nil }
    let sums = place.dataSet.files.map { file in
      (file, FileManager.default.contents(atPath: place.path(of: file)).map(SHA256.hexDigest))
    }
    let others = sums.filter { $0.1 != $0.0.sha256 }.map(\.0)
    title = place.dataSet.title
    digest = SHA256.hexDigest(of: Data(sums.map { $0.1 ?? "" }.joined(separator: " ").utf8))
    if others.isEmpty {
      (words, note) = ("as published", nil)
    } else {
      words = "not as published, SHA-256 \(digest.prefix(12))"
      let names = others.map { place.path(of: $0) }.joined(separator: ", ")
      note = "\(names): not the published \(title); results are of these files"
    }
  }
}
