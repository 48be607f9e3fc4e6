/// One value of a YAML text, and where it stands.
///
/// Scalars are text: no YAML 1.1 type guessing (`no`, `1e-6`, `0.10` stay as written).
public struct Node: Sendable, Hashable {
  /// Where the value begins; an alias has the place of what it stands for.
  public let mark: Mark
  /// What the value is.
  public let content: Content

  /// What a value is.
  public enum Content: Sendable, Hashable {
    /// Text, and whether it stood there without quotes.
    case scalar(String, isPlain: Bool)
    /// A list.
    case sequence([Node])
    /// A map, in written order; no key comes twice.
    case mapping([Entry])
  }

  /// One key of a map with its value.
  public struct Entry: Sendable, Hashable {
    /// The key.
    public let key: Key
    /// Its value.
    public let value: Node

    /// A key with its value.
    public init(key: Key, value: Node) {
      self.key = key
      self.value = value
    }
  }

  /// The key of an entry: always text.
  public struct Key: Sendable, Hashable {
    /// The text.
    public let text: String
    /// Where it stands.
    public let mark: Mark

    /// A text and its place.
    public init(_ text: String, mark: Mark) {
      self.text = text
      self.mark = mark
    }
  }

  /// A value at its place.
  public init(_ content: Content, mark: Mark) {
    self.content = content
    self.mark = mark
  }

  /// The text, if the value is a scalar.
  public var text: String? {
    guard case .scalar(let text, _) = content else { return nil }
    return text
  }

  /// The items, if the value is a list.
  public var items: [Node]? {
    guard case .sequence(let items) = content else { return nil }
    return items
  }

  /// The entries, if the value is a map.
  public var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The same value, with each of its places as `place` says.
  public func mapMarks(_ place: (Mark) -> Mark) -> Node {
    let content: Content =
      switch content {
      case .scalar: content
      case .sequence(let items): .sequence(items.map { $0.mapMarks(place) })
      case .mapping(let entries):
        .mapping(
          entries.map { entry in
            let key = Key(entry.key.text, mark: place(entry.key.mark))
            return Entry(key: key, value: entry.value.mapMarks(place))
          })
      }
    return Node(content, mark: place(mark))
  }

  /// Whether nothing was written where a value belongs, as after `epochs:` or in `{trial}`.
  public var isMissing: Bool { content == .scalar("", isPlain: true) }

  /// The value of this key, if the value is a map that has it.
  public subscript(_ key: String) -> Node? {
    entries?.first { $0.key.text == key }?.value
  }
}
