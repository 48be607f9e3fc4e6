import Foundation

/// The published data files, where this machine has them.
///
/// They are looked for in the folder that ORTHOSWEEP_DATA names and in `../shared/data` beside the
/// checkout. A test that needs them is skipped where they are not, and says why:
/// `.enabled(if: RealData.mnist != nil, Comment(rawValue: RealData.absence))`.
public enum RealData {
  /// The data folder that has MNIST.
  public static let mnist = folder(with: "mnist/train-images-idx3-ubyte.gz")
  /// The data folder that has the Penn Treebank text.
  public static let pennTreebank = folder(with: "ptb/ptb.train.txt")

  /// Why a test was skipped.
  public static let absence =
    "its data are neither in $ORTHOSWEEP_DATA nor in ../shared/data beside the checkout"

  private static func folder(with file: String) -> String? {
    let beside = Checkout.root.deletingLastPathComponent().appending(path: "shared/data").path
    let named = ProcessInfo.processInfo.environment["ORTHOSWEEP_DATA"]
    return [named, beside].compactMap(\.self).first {
      FileManager.default.fileExists(atPath: "\($0)/\(file)")
    }
  }
}
