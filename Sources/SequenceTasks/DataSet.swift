/// A public data set that tasks read from files.
public enum DataSet: String, CaseIterable, Sendable {
  /// Handwritten digits (LeCun, Cortes and Burges; Proceedings of the IEEE 86(11), 1998).
  case mnist
  /// Sentences of the Wall Street Journal (Marcus et al. 1993), as Mikolov et al. prepared them.
  case pennTreebank = "ptb"

  /// The name for people.
  public var title: String {
    switch self {
    case .mnist: "MNIST"
    case .pennTreebank: "Penn Treebank"
    }
  }

  /// The folder of its files within a data folder, which is also its name on the command line.
  public var folder: String { rawValue }

  /// What may be done with it, in one line.
  public var terms: String {
    switch self {
    case .mnist: "Creative Commons Attribution-Share Alike 3.0, says the documentation of Keras"
    case .pennTreebank: "not clear-cut: for research only; do not publish the text again"
    }
  }

  /// The published files.
  public var files: [File] {
    switch self {
    case .mnist: [.trainImages, .trainLabels, .testImages, .testLabels]
    case .pennTreebank: [.trainText, .validText, .testText]
    }
  }

  /// A published file: its name, and what tells it from any other.
  public struct File: Sendable, Equatable {
    /// The name within the data set's folder.
    public let name: String
    /// The size in bytes.
    public let bytes: Int
    /// The SHA-256 of its content, as 64 lower-case hex digits.
    public let sha256: String

    /// A file of this name, size and digest.
    public init(name: String, bytes: Int, sha256: String) {
      self.name = name
      self.bytes = bytes
      self.sha256 = sha256
    }
  }
}

// The sums of the files that are generally taken to be these data sets.
extension DataSet.File {
  static let trainImages = DataSet.File(
    name: "train-images-idx3-ubyte.gz", bytes: 9_912_422,
    sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609")
  static let trainLabels = DataSet.File(
    name: "train-labels-idx1-ubyte.gz", bytes: 28_881,
    sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")
  static let testImages = DataSet.File(
    name: "t10k-images-idx3-ubyte.gz", bytes: 1_648_877,
    sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6")
  static let testLabels = DataSet.File(
    name: "t10k-labels-idx1-ubyte.gz", bytes: 4_542,
    sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6")
  static let trainText = DataSet.File(
    name: "ptb.train.txt", bytes: 5_101_618,
    sha256: "fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf")
  static let validText = DataSet.File(
    name: "ptb.valid.txt", bytes: 399_782,
    sha256: "c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2")
  static let testText = DataSet.File(
    name: "ptb.test.txt", bytes: 449_945,
    sha256: "dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0")
}
