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
  /// What a later issue builds, named.
  case later(String)

  init(_ reference: ReferenceCase) throws {
    guard reference.has("config") else {
      self = try Self.update(named: reference.name)
      return
    }
    if let missing = try Self.missingPart(of: reference) {
      self = .later(missing)
    } else {
      self = reference.has("batches") ? .training : .network
    }
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

  /// The part of the engine that a network case needs and a later issue brings.
  private static func missingPart(of reference: ReferenceCase) throws -> String? {
    if try reference.text("config.task") == "ptb" { return "ptb (embedding and mask)" }
    if try reference.keys("parameters").contains("peephole_i") { return "lstm" }
    let activation = try reference.text("config.nonlinearity")
    let later = ["prelu", "oplu", "modrelu"]
    return later.contains(activation) ? "activation \(activation)" : nil
  }
}
