import CLibYAML

/// One event of libyaml, in our own words.
struct Event {
  enum Kind {
    case documentStart
    case end(of: Structure)
    case sequence
    case mapping
    case scalar(String, isPlain: Bool)
    case alias(String)
  }

  enum Structure { case stream, document, sequence, mapping }

  let kind: Kind
  let mark: Mark
  let tag: String?
  let anchor: String?
}

/// Reads the events of one text; the only place that knows libyaml.
///
/// The parser lives on the heap because libyaml keeps pointers into its own struct, and it borrows
/// the text, which must outlive it.
struct Parser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeBufferPointer<UInt8>

  init(_ text: UnsafeBufferPointer<UInt8>) {
    parser = .allocate(capacity: 1)
    let initialized = yaml_parser_initialize(parser)
    precondition(initialized == 1, "libyaml found no memory for its parser")
    self.text = text
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // libyaml wants an address even for no bytes at all; the empty text has been answered before.
    if let start = text.baseAddress { yaml_parser_set_input_string(parser, start, text.count) }
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  /// The next event that carries anything (the start of the stream does not).
  mutating func next() throws(SyntaxProblem) -> Event {
    var event = yaml_event_t()
    repeat {
      guard yaml_parser_parse(parser, &event) == 1 else { throw problem() }
    } while event.type == YAML_STREAM_START_EVENT
    defer { yaml_event_delete(&event) }
    let from = event.start_mark
    let length = Int(event.end_mark.index) - Int(from.index)
    let (tag, anchor) = Self.properties(of: event)
    return Event(
      kind: Self.kind(of: event), mark: Mark(from, length: length), tag: tag, anchor: anchor)
  }

  private static func kind(of event: yaml_event_t) -> Event.Kind {
    switch event.type {
    case YAML_STREAM_END_EVENT: return .end(of: .stream)
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .end(of: .document)
    case YAML_SEQUENCE_START_EVENT: return .sequence
    case YAML_SEQUENCE_END_EVENT: return .end(of: .sequence)
    case YAML_MAPPING_START_EVENT: return .mapping
    case YAML_MAPPING_END_EVENT: return .end(of: .mapping)
    case YAML_ALIAS_EVENT: return .alias(string(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      // By length, not as a C string: a quoted scalar may hold "\0".
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    default: preconditionFailure("libyaml sent an event of unknown type \(event.type)")
    }
  }

  private static func properties(of event: yaml_event_t) -> (tag: String?, anchor: String?) {
    switch event.type {
    case YAML_SCALAR_EVENT:
      (string(event.data.scalar.tag), string(event.data.scalar.anchor))
    case YAML_SEQUENCE_START_EVENT:
      (string(event.data.sequence_start.tag), string(event.data.sequence_start.anchor))
    case YAML_MAPPING_START_EVENT:
      (string(event.data.mapping_start.tag), string(event.data.mapping_start.anchor))
    default: (nil, nil)
    }
  }

  private static func string(_ text: UnsafeMutablePointer<UInt8>?) -> String? {
    text.map { String(cString: $0) }
  }

  /// What libyaml stopped at.
  private func problem() -> SyntaxProblem {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "not YAML"
    guard state.error != YAML_READER_ERROR else {
      // For bytes that are no text libyaml sets only the byte's offset.
      return SyntaxProblem(
        SyntaxHint.unreadable(problem),
        at: SourceLines(text).mark(ofByte: Int(state.problem_offset)))
    }
    let context = state.context.map { String(cString: $0) }
    let stop = Mark(state.problem_mark, length: 1)
    let start = context == nil ? stop : Mark(state.context_mark, length: 1)
    // An alias or a tag is at fault as a whole, not at the character that ends it.
    let mark = SyntaxHint.blamesStart(context) ? start : stop
    let line = SourceLines(text)[mark.line]
    return SyntaxProblem(
      SyntaxHint.message(problem, context: context, from: start, at: mark, in: line), at: mark)
  }
}

extension Mark {
  /// libyaml counts lines and columns from 0.
  fileprivate init(_ mark: yaml_mark_t, length: Int) {
    self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1, length: length)
  }
}
