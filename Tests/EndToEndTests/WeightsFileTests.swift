import Foundation
import TestSupport
import Testing
import Trials

/// What a training leaves is read by people's own programs, not only by ours.
@Suite("Weights, read by Python") struct WeightsFileTests {
  private static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { "\($0)/python3" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Reads a safetensors file as the format's description says, with nothing but Python; where the
  /// package `safetensors` is installed, its answer must be the same.
  private static let reader = """
    import json, struct, sys
    raw = open(sys.argv[1], "rb").read()
    length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + length])
    body = raw[8 + length:]
    arrays = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        size, code = {"F64": (8, "d"), "F32": (4, "f"), "I64": (8, "q")}[entry["dtype"]]
        values = struct.unpack("<%d%s" % ((end - start) // size, code), body[start:end])
        arrays[name] = (entry["shape"], values)
    try:
        from safetensors.numpy import load_file
        for name, array in load_file(sys.argv[1]).items():
            assert list(array.shape) == arrays[name][0], name
            assert tuple(array.ravel().tolist()) == arrays[name][1], name
    except ImportError:
        pass
    n = arrays["leftBasis"][0][0]
    U = [arrays["leftBasis"][1][i * n:(i + 1) * n] for i in range(n)]
    error = max(abs(sum(U[k][i] * U[k][j] for k in range(n)) - (i == j))
                for i in range(n) for j in range(n))
    for name in sorted(arrays):
        print(name, "x".join(map(str, arrays[name][0])))
    print("epoch", header["__metadata__"]["epoch"])
    print("orthogonal" if error < 1e-14 else "not orthogonal: %g" % error)

    """

  @Test(
    .enabled(if: python != nil, "there is no python3 in the PATH"))
  func `the best weights of a trial are a safetensors file`() throws {
    let folder = try TemporaryFolder()
    for name in ["train", "valid", "test"] {
      _ = try folder.write(" a bc \n no n \n the <unk> N \n", to: "data/ptb/ptb.\(name).txt")
    }
    let trial = try folder.write(
      """
      {"parameters": {"task": "ptb", "data": "\(folder.url.path)/data", "activation": "tanh",
        "hidden": 6, "batch": 2, "epochs": 3, "margin": 0.1}}
      """, to: "trial.json")
    let kept = folder.url.appending(path: "kept")
    try FileManager.default.createDirectory(at: kept, withIntermediateDirectories: true)
    let trained = try Invocation(
      Invocation.builtProgram("orthornn"), ["train", trial.path, "--folder", kept.path])
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(trained.output.contains(#""file":"best-weights.safetensors","name":"best-weights""#))
    let python = try #require(Self.python)
    let read = try Invocation(
      URL(fileURLWithPath: python),
      ["-c", Self.reader, kept.appending(path: "best-weights.safetensors").path])
    #expect(read.errors == "")
    let lines = read.output.split(separator: "\n").map(String.init)
    #expect(
      lines.filter { !$0.hasPrefix("epoch") } == [
        "bias 1x6", "embedding 49x6", "initialState 1x6", "inputWeights 6x6", "leftBasis 6x6",
        "outputBias 1x49", "outputWeights 6x49", "rightBasisTransposed 6x6",
        "spectrumParameters 1x6", "orthogonal",
      ])
    #expect(lines.contains { ["epoch 1", "epoch 2", "epoch 3"].contains($0) })
  }
}
