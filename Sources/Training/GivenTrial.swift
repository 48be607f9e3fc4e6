public import Foundation
import Trials

/// A trial as a file gives it: whole, as a scheduler writes it, or with only what differs.
///
///     {"parameters": {"task": "copy", "delay": 100, "activation": "identity", "epochs": 3}}
///
/// `format` (1), `program` (orthornn), `settings` (none) and `seed` (0) may be left out.
public struct GivenTrial: Sendable, Equatable {
  private let parameters: [String: ParameterValue]
  private let settings: [String: ParameterValue]
  private let seed: Int

  /// Reads the JSON of a trial.
  /// - Throws: what makes it no trial of this program, whatever its parameters.
  public init(json: Data) throws(TrialProblems) {
    let form: Form
    do {
      form = try TrialJSON.read(Form.self, from: json)
    } catch {
      throw TrialProblems([TrialJSON.explain(error)])
    }
    var problems: [String] = []
    if let format = form.format, format != Trial.format {
      problems.append("trial format \(format); this program reads format \(Trial.format)")
    }
    let name = ProgramDescription.orthornn.program.name
    if let program = form.program, program != name {
      problems.append("this is a trial of the program '\(program)', not of '\(name)'")
    }
    guard problems.isEmpty else { throw TrialProblems(problems) }
    parameters = form.parameters
    settings = form.settings ?? [:]
    seed = form.seed ?? 0
  }

  /// The trial's hyperparameters: values typed, defaults filled in.
  /// - Throws: every unknown, mistyped, missing or inapplicable parameter.
  public func hyperparameters() throws(TrialProblems) -> Hyperparameters {
    let schema = Self.schema
    var problems: [String] = []
    let typed = typed(by: schema, &problems)
    let resolution = schema.resolve(typed, seed: seed)
    let unreadable = Set(parameters.keys).union(settings.keys).subtracting(typed.keys)
    for name in resolution.missing where !unreadable.contains(name) {
      let type = schema.parameter(name)?.type
      problems.append("\(name) must be given: \(type.map { "\($0.kind)" } ?? "a value")")
    }
    // A parameter may seem not to apply only because what it depends on is missing or unreadable.
    if problems.isEmpty {
      problems = resolution.inapplicable.map { explain(inapplicable: $0, schema, resolution) }
    }
    guard problems.isEmpty else { throw TrialProblems(problems) }
    return try Hyperparameters(
      resolution.values, identity: schema.trial(resolution, seed: seed).id.hex)
  }

  /// Made once: many trials are checked in a row.
  private static let schema: ParameterSchema = {
    do {
      return try ParameterSchema(.orthornn)
    } catch {
      preconditionFailure("orthornn describes itself wrongly: \(error)")
    }
  }()

  private func typed(
    by schema: ParameterSchema, _ problems: inout [String]
  ) -> [String: ParameterValue] {
    var typed: [String: ParameterValue] = [:]
    for name in Set(parameters.keys).union(settings.keys).sorted() {
      guard let parameter = schema.parameter(name) else {
        let names = schema.program.parameters.map(\.name)
        problems.append("unknown parameter '\(name)'\(NearestWord.hint(name, among: names))")
        continue
      }
      guard let value = parameters[name] ?? settings[name] else { continue }
      if parameters[name] != nil, settings[name] != nil {
        problems.append("\(name) is given twice, as a parameter and as a setting")
      }
      do {
        typed[name] = try parameter.type.read(value.description)
      } catch {
        problems.append("\(name): \(error)")
      }
    }
    return typed
  }

  /// The conditions that the trial does not meet.
  private func explain(
    inapplicable name: String, _ schema: ParameterSchema, _ resolution: Resolution
  ) -> String {
    let conditions = schema.parameter(name)?.applies.patterns ?? [:]
    let unmet = conditions.keys.sorted().compactMap { key -> String? in
      let (texts, value) = (conditions[key] ?? [], resolution.values[key])
      let type = schema.parameter(key)?.type
      let isMet = texts.contains { text in
        (try? Pattern.read(text, type: type))?.matches(value) ?? false
      }
      if isMet { return nil }
      return "\(key) is \(texts.joined(separator: " or ")) (here \(value?.description ?? "absent"))"
    }
    return "\(name) applies only where " + unmet.joined(separator: " and ")
  }
}

extension GivenTrial {
  /// The file's keys, all known and each of its type.
  private struct Form: Decodable {
    let format: Int?
    let program: String?
    let parameters: [String: ParameterValue]
    let settings: [String: ParameterValue]?
    let seed: Int?

    private enum Key: String, CodingKey, CaseIterable {
      case format, program, parameters, settings, seed
    }

    private struct AnyKey: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
      let known = Key.allCases.map(\.rawValue)
      if let other = keys.sorted().first(where: { !known.contains($0) }) {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "unknown key '\(other)'\(NearestWord.hint(other, among: known))"))
      }
      let container = try decoder.container(keyedBy: Key.self)
      format = try container.decodeIfPresent(Int.self, forKey: .format)
      program = try container.decodeIfPresent(String.self, forKey: .program)
      parameters = try container.decode([String: ParameterValue].self, forKey: .parameters)
      settings = try container.decodeIfPresent([String: ParameterValue].self, forKey: .settings)
      seed = try container.decodeIfPresent(Int.self, forKey: .seed)
    }
  }
}
