/// Which number type the n³ work on orthogonal factors is done in.
public enum WorkingPrecision {
  /// Up to this size W is composed, and the Cayley step computed, in Double whatever the network's
  /// precision; beyond, doing so would double the cost of an iteration at n = 1000 (performance.md).
  public static var doubleLimit: Int { 256 }
}
