/// Puts events together to one value, and holds every limit while it reads.
struct Composer: ~Copyable {
  /// A value, how many values it holds (itself included), and how deep it is.
  private struct Composed {
    let node: Node
    let count: Int
    let height: Int
  }

  private var parser: Parser
  private var anchors: [String: Composed] = [:]
  private var openAnchors: Set<String> = []
  private var nodes = 0
  private(set) var problems: [SyntaxProblem] = []

  init(_ parser: consuming Parser) { self.parser = parser }

  /// The whole text's value; nil if it has none.
  mutating func root() throws(SyntaxProblem) -> Node? {
    guard case .documentStart = try parser.next().kind else { return nil }
    let event = try parser.next()
    if case .scalar("", isPlain: true) = event.kind, event.tag == nil { return nil }
    let root = try compose(event, depth: 0).node
    _ = try parser.next()
    let after = try parser.next()
    if case .documentStart = after.kind {
      throw SyntaxProblem(
        "a second document begins here; a sweep file is one document", at: after.mark)
    }
    return root
  }

  private mutating func compose(_ event: Event, depth: Int) throws(SyntaxProblem) -> Composed {
    try count(1, at: event.mark)
    if let tag = event.tag {
      problems.append(
        SyntaxProblem(
          "`\(tag)` is a tag, which sweep files do not have; quote the value if it is text",
          at: event.mark))
    }
    if let anchor = event.anchor { openAnchors.insert(anchor) }
    let composed =
      switch event.kind {
      case .alias(let name): try resolve(name, at: event.mark, depth: depth)
      case .sequence: try sequence(at: event.mark, depth: depth + 1)
      case .mapping: try mapping(at: event.mark, depth: depth + 1)
      case .scalar(let text, let isPlain):
        Composed(
          node: Node(.scalar(text, isPlain: isPlain), mark: event.mark), count: 1, height: 0)
      case .documentStart, .end:
        preconditionFailure("libyaml ended a structure twice at \(event.mark)")
      }
    if let anchor = event.anchor {
      openAnchors.remove(anchor)
      anchors[anchor] = composed
    }
    return composed
  }

  private mutating func sequence(at mark: Mark, depth: Int) throws(SyntaxProblem) -> Composed {
    try check(depth: depth, at: mark)
    var items: [Node] = []
    var count = 1
    var height = 0
    while true {
      let event = try parser.next()
      if case .end = event.kind { break }
      let item = try compose(event, depth: depth)
      items.append(item.node)
      count += item.count
      height = max(height, item.height)
    }
    return Composed(
      node: Node(.sequence(items), mark: mark), count: count, height: height + 1)
  }

  private mutating func mapping(at mark: Mark, depth: Int) throws(SyntaxProblem) -> Composed {
    try check(depth: depth, at: mark)
    var entries: [Node.Entry] = []
    var seen: [String: Mark] = [:]
    var count = 1
    var height = 0
    while true {
      let event = try parser.next()
      if case .end = event.kind { break }
      let key = try compose(event, depth: depth)
      let value = try compose(try parser.next(), depth: depth)
      count += key.count + value.count
      height = max(height, key.height, value.height)
      guard let name = name(of: key.node) else { continue }
      if let first = seen[name.text] {
        problems.append(
          SyntaxProblem("'\(name.text)' is given twice; first at \(first)", at: name.mark))
      } else {
        seen[name.text] = name.mark
        entries.append(Node.Entry(key: name, value: value.node))
      }
    }
    return Composed(
      node: Node(.mapping(entries), mark: mark), count: count, height: height + 1)
  }

  /// The key's text, or a problem if it cannot be a key.
  private mutating func name(of key: Node) -> Node.Key? {
    guard case .scalar(let text, let isPlain) = key.content else {
      problems.append(SyntaxProblem("a key is one word, not a list or a map", at: key.mark))
      return nil
    }
    if text == "<<", isPlain {
      problems.append(
        SyntaxProblem(
          "merge keys (`<<`) are not read; anchor a value (`&a`) and repeat it (`*a`)",
          at: key.mark))
      return nil
    }
    return Node.Key(text, mark: key.mark)
  }

  private mutating func resolve(
    _ name: String, at mark: Mark, depth: Int
  ) throws(SyntaxProblem) -> Composed {
    guard !openAnchors.contains(name) else {
      throw SyntaxProblem("`*\(name)` stands inside what it stands for", at: mark)
    }
    guard let found = anchors[name] else {
      problems.append(
        SyntaxProblem(
          "`*\(name)` stands for no anchor above; quote globs, as \"*\(name)\"", at: mark))
      return Composed(
        node: Node(.scalar("*\(name)", isPlain: false), mark: mark), count: 1, height: 0)
    }
    try count(found.count - 1, at: mark)
    try check(depth: depth + found.height, at: mark)
    return found
  }

  private mutating func count(_ more: Int, at mark: Mark) throws(SyntaxProblem) {
    nodes += more
    guard nodes <= Limits.expandedNodes else {
      throw SyntaxProblem(
        "more than 100,000 values, aliases replaced by what they stand for", at: mark)
    }
  }

  private func check(depth: Int, at mark: Mark) throws(SyntaxProblem) {
    guard depth <= Limits.depth else {
      throw SyntaxProblem("nested deeper than \(Limits.depth)", at: mark)
    }
  }
}

extension Reading {
  /// Reads one YAML document from UTF-8, with or without a byte order mark.
  ///
  /// What is wrong inside a well-formed text (a key given twice, a tag, an undefined alias) leaves
  /// the rest readable, so that all problems of a file can be told at once.
  /// - Complexity: O(bytes), bounded by ``Limits``.
  public init(of bytes: [UInt8]) {
    if let problem = Self.refusal(of: bytes) {
      self.init(root: nil, problems: [problem])
      return
    }
    self = bytes.withUnsafeBufferPointer { text in
      var composer = Composer(Parser(text))
      do throws(SyntaxProblem) {
        let root = try composer.root()
        let empty = root == nil ? [SyntaxProblem("the file is empty", at: .start)] : []
        return Reading(root: root, problems: composer.problems + empty)
      } catch {
        return Reading(root: nil, problems: composer.problems + [error])
      }
    }
  }

  /// What can be said of a text before reading it.
  private static func refusal(of bytes: [UInt8]) -> SyntaxProblem? {
    if bytes.isEmpty { return SyntaxProblem("the file is empty", at: .start) }
    if bytes.count > Limits.bytes {
      return SyntaxProblem("the file is larger than 1 MiB", at: .start)
    }
    let start = bytes.prefix(2)
    guard start == [0xFF, 0xFE] || start == [0xFE, 0xFF] || start.contains(0) else { return nil }
    return SyntaxProblem("the file is UTF-16; save it as UTF-8", at: .start)
  }
}
