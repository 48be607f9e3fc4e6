/// What a trial may be asked to measure besides, without a change of any result.
public enum Probe: String, CaseIterable, Sendable {
  /// ‖∂L_T/∂h_t‖ for every time step t, L_T being the loss of the last step (Figure 2 of the paper).
  case gradientNorms = "gradient-norms"
  /// ‖h_t‖ for every time step t.
  case hiddenNorms = "hidden-norms"

  var parameter: Hyperparameter {
    switch self {
    case .gradientNorms: .gradientNormsProbe
    case .hiddenNorms: .hiddenNormsProbe
    }
  }
}
