/// A framework that trains the same networks.
public enum Peer: String, CaseIterable, Sendable {
  /// JAX, compiled by XLA.
  case jax
  /// PyTorch.
  case torch

  /// Its name.
  public var title: String { self == .jax ? "JAX" : "PyTorch" }
  /// The file under `Peers/` that trains with it.
  public var script: String { "\(rawValue)_peer.py" }
}

/// One way to write a training iteration in a peer's framework.
public struct PeerVariant: Hashable, Sendable {
  /// The framework.
  public let peer: Peer
  /// The script's word for it, of `--impl`.
  public let implementation: String
  /// The time steps that a compiled loop does at once, where it is compiled.
  public let unroll: Int?

  init(_ peer: Peer, _ implementation: String, unroll: Int? = nil) {
    self.peer = peer
    self.implementation = implementation
    self.unroll = unroll
  }

  /// torch.nn.LSTM, which has no peepholes and is therefore no peer of an LSTM that has them.
  public static let libraryLSTM = PeerVariant(.torch, "nn")

  /// The ways that are worth a try for a workload.
  public static func candidates(of peer: Peer, for workload: Workload) -> [PeerVariant] {
    switch (peer, workload.cell) {
    case (.jax, .lstm):
      [PeerVariant(.jax, "scan", unroll: 1), PeerVariant(.jax, "scan", unroll: 8)]
    case (.jax, .plain):
      candidates(of: .jax, for: .lstm) + [PeerVariant(.jax, "custom", unroll: 8)]
    case (.torch, .lstm):
      [PeerVariant(.torch, "loop")]
    case (.torch, .plain):
      // torch.nn.RNN knows tanh and relu only, and the copy task is learnt with linear units.
      (workload.task == .smnist ? [PeerVariant(.torch, "nn")] : [])
        + [PeerVariant(.torch, "loop"), PeerVariant(.torch, "manual")]
    }
  }

  /// The fastest of the variants that were tried, by their medians; nil if there is none.
  public static func best(of tried: [(variant: PeerVariant, timing: Timing)]) -> PeerVariant? {
    tried.min { $0.timing.medianSeconds < $1.timing.medianSeconds }?.variant
  }

  /// What follows the workload on the script's command line.
  public var arguments: [String] {
    ["--impl", implementation] + (unroll.map { ["--unroll", "\($0)"] } ?? [])
  }

  /// What the script's environment needs besides.
  ///
  /// torch.nn.LSTM is twice as fast where glibc keeps the memory that it frees, and does not ask the
  /// system for the same pages in every iteration; the other variants gain nothing by it.
  public func environment(for workload: Workload) -> [String: String] {
    guard workload.cell == .lstm, self == .libraryLSTM else { return [:] }
    return [
      "MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000",
      "MALLOC_TOP_PAD_": "100000000",
    ]
  }

  /// How it is called in a table, beside its peer.
  public var title: String {
    implementation + (unroll.map { ", unroll \($0)" } ?? "")
  }
}
