/// The parameters of one trial after defaults, derived defaults and `applies` have had their say.
public struct Resolution: Sendable, Equatable {
  /// The values that apply to the trial, by name, those out of the identity included.
  public internal(set) var values: [String: ParameterValue] = [:]
  /// Names that apply, have no default and were not given.
  public internal(set) var missing: [String] = []
  /// Given names that do not apply to this trial.
  public internal(set) var inapplicable: [String] = []
}

/// A description that cannot be used: the program's own mistake.
public struct DescriptionProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, with the parameter's name.
  public let description: String
}

/// A checked description, ready to resolve trials.
///
/// `applies` patterns are read once here, and parameters are put into an order in which each one
/// stands after those that its `applies` and its default look at.
public struct ParameterSchema: Sendable {
  /// The description this was made from.
  public let program: ProgramDescription
  private let parameters: [String: ParameterDescription]
  private let order: [String]
  private let applies: [String: [String: Pattern]]
  private let defaults: [String: Default]

  private enum Default: Sendable {
    case value(ParameterValue)
    case parameter(String)
    case seed
  }

  /// Checks a description.
  /// - Throws: what is wrong with it: a name twice, an unreadable default, an `applies` or a
  ///   default that names no parameter, a circle of them.
  public init(_ program: ProgramDescription) throws(DescriptionProblem) {
    var parameters: [String: ParameterDescription] = [:]
    for parameter in program.parameters {
      guard parameters.updateValue(parameter, forKey: parameter.name) == nil else {
        throw DescriptionProblem(description: "parameter \(parameter.name) is described twice")
      }
    }
    self.program = program
    self.parameters = parameters
    var applies: [String: [String: Pattern]] = [:]
    var defaults: [String: Default] = [:]
    for parameter in program.parameters {
      applies[parameter.name] = try Self.patterns(
        of: parameter.applies, for: parameter.name, among: parameters)
      defaults[parameter.name] = try Self.defaultValue(of: parameter, among: parameters)
    }
    self.applies = applies
    self.defaults = defaults
    order = try Self.order(of: program.parameters.map(\.name)) { name in
      var needed = (applies[name] ?? [:]).keys.sorted()
      if case .parameter(let source) = defaults[name] { needed.append(source) }
      return needed
    }
  }

  /// The parameter of this name.
  public func parameter(_ name: String) -> ParameterDescription? { parameters[name] }

  /// Resolves one trial.
  /// - Parameters:
  ///   - given: the values that were given, by name; all of them known parameters.
  ///   - seed: the trial's seed.
  /// - Returns: what applies, and what is missing or given in vain.
  public func resolve(_ given: [String: ParameterValue], seed: Int) -> Resolution {
    var result = Resolution()
    for name in order {
      let conditions = applies[name] ?? [:]
      guard conditions.allSatisfy({ $1.matches(result.values[$0]) }) else {
        if given[name] != nil { result.inapplicable.append(name) }
        continue
      }
      if let value = given[name] ?? fallback(for: name, in: result, seed: seed) {
        result.values[name] = value
      } else {
        result.missing.append(name)
      }
    }
    return result
  }

  /// The trial of a complete resolution; what is not identity becomes a setting.
  ///
  /// A `neutral` parameter at its default stays out of the identity, and so out of the trial.
  public func trial(_ resolution: Resolution, seed: Int) -> Trial {
    precondition(resolution.missing.isEmpty, "parameters missing: \(resolution.missing)")
    var identity: [String: ParameterValue] = [:]
    var settings: [String: ParameterValue] = [:]
    for (name, value) in resolution.values {
      guard let parameter = parameters[name] else { continue }
      if !parameter.identity || parameter.probe {
        settings[name] = value
      } else if !parameter.neutral || value != fallback(for: name, in: resolution, seed: seed) {
        identity[name] = value
      }
    }
    return Trial(
      program: program.program.name, parameters: identity, settings: settings, seed: seed)
  }

  private func fallback(for name: String, in result: Resolution, seed: Int) -> ParameterValue? {
    switch defaults[name] {
    case .value(let value): value
    case .parameter(let source): result.values[source]
    case .seed: .number(Double(seed))
    case nil: nil
    }
  }

  private static func patterns(
    of applies: AppliesWhere, for name: String, among parameters: [String: ParameterDescription]
  ) throws(DescriptionProblem) -> [String: Pattern] {
    var patterns: [String: Pattern] = [:]
    for (key, texts) in applies.patterns {
      guard let parameter = parameters[key] else {
        throw DescriptionProblem(description: "\(name) applies by '\(key)', which is no parameter")
      }
      var alternatives: [Pattern] = []
      for text in texts {
        do {
          alternatives.append(try Pattern.read(text, type: parameter.type))
        } catch {
          throw DescriptionProblem(description: "\(name) applies where \(key): \(error)")
        }
      }
      patterns[key] = alternatives.count == 1 ? alternatives[0] : .anyOf(alternatives)
    }
    return patterns
  }

  private static func defaultValue(
    of parameter: ParameterDescription, among parameters: [String: ParameterDescription]
  ) throws(DescriptionProblem) -> Default? {
    guard let text = parameter.defaultValue else { return nil }
    if text == "=seed" { return .seed }
    if text.hasPrefix("=") {
      let source = String(text.dropFirst())
      guard parameters[source] != nil else {
        throw DescriptionProblem(
          description: "\(parameter.name) defaults to '\(source)', which is no parameter")
      }
      return .parameter(source)
    }
    do {
      return .value(try parameter.type.read(text))
    } catch {
      throw DescriptionProblem(description: "\(parameter.name)'s default: \(error)")
    }
  }

  /// Depth-first order: every name after all that it needs.
  private static func order(
    of names: [String], needs: (String) -> [String]
  ) throws(DescriptionProblem) -> [String] {
    var order: [String] = []
    var open: Set<String> = []
    var done: Set<String> = []
    func visit(_ name: String) throws(DescriptionProblem) {
      guard !done.contains(name) else { return }
      guard open.insert(name).inserted else {
        throw DescriptionProblem(description: "\(name) depends on itself")
      }
      for needed in needs(name) { try visit(needed) }
      done.insert(name)
      order.append(name)
    }
    for name in names { try visit(name) }
    return order
  }
}
