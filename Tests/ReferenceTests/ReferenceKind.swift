import Optimization

/// What a case checks, found from its content; the updates are named by their files.
enum ReferenceKind {
  /// One pass of a network and its gradients.
  case network
  /// Three whole iterations.
  case training
  /// Four steps of a Euclidean optimiser.
  case update(UpdateRule)
  /// One Cayley step.
  case cayley
  init(_ reference: ReferenceCase) throws {
    guard reference.has("config") else {
      self = try Self.update(named: reference.name)
      return
    }
    self = reference.has("batches") ? .training : .network
  }

  private static func update(named name: String) throws -> ReferenceKind {
    switch name.prefix(while: { $0 != "-" }) {
    case "rmsprop": .update(.rmsprop)
    case "nesterov": .update(.nesterov)
    case "adam": .update(.adam)
    case "sgd": .update(.sgd)
    case "cayley": .cayley
    default: throw ReferenceCase.Problem("\(name): a case of an unknown kind")
    }
  }
}
