import YAML

extension Node {
  /// A sweep file's text with the sections that it takes from its base.
  ///
  /// What both write is joined name by name in the sections that hold names of their own; else a
  /// section stands in the place of the base's.
  func joined(onto base: Node?) -> Node {
    guard let ours = entries, let theirs = base?.entries else { return self }
    let written = Set(ours.map(\.key.text))
    let taken = theirs.filter { !Self.own.contains($0.key.text) && !written.contains($0.key.text) }
    let joined = ours.map { entry in
      guard let depth = Self.depths[entry.key.text], let other = base?[entry.key.text] else {
        return entry
      }
      let value =
        switch entry.key.text {
        // Settings may be nested or dotted: `lr: {free: 1}` is `lr.free: 1`.
        case "defaults": entry.value.dotted.joined(onto: other.dotted, depth: depth)
        case "trial": entry.value.joined(onto: other.without(entry.value.replaced), depth: depth)
        default: entry.value.joined(onto: other, depth: depth)
        }
      return Node.Entry(key: entry.key, value: value)
    }
    return Node(.mapping(joined + taken), mark: mark)
  }

  /// What is a file's own, whatever it extends.
  private static let own: Set<String> = ["sweep", "name", "about", "extends"]

  /// The sections that are joined, and how deep names are names: a preset's choices and a report's
  /// tables have names, too.
  private static let depths = [
    "trial": 1, "defaults": 1, "parameters": 1, "presets": 2, "report": 2,
  ]

  /// Both maps' entries in the base's order, ours in place of theirs, new ones behind.
  ///
  /// A name that we write twice stays twice, so that it is told.
  private func joined(onto base: Node, depth: Int) -> Node {
    guard depth > 0, let ours = entries, let theirs = base.entries else { return self }
    let byName = Dictionary(grouping: ours, by: \.key.text)
    let kept = theirs.flatMap { entry in
      (byName[entry.key.text] ?? [entry]).map { mine in
        mine.key == entry.key
          ? entry
          : Node.Entry(key: mine.key, value: mine.value.joined(onto: entry.value, depth: depth - 1))
      }
    }
    let known = Set(theirs.map(\.key.text))
    return Node(.mapping(kept + ours.filter { !known.contains($0.key.text) }), mark: mark)
  }

  /// A map of settings with its names dotted.
  private var dotted: Node {
    entries.map { Node(.mapping(Setting.dotted($0)), mark: mark) } ?? self
  }

  /// The words of a base's `trial` that say another program than ours does.
  private var replaced: Set<String> {
    if self["program"] != nil { return ["command", "name"] }
    return self["command"] == nil ? [] : ["program"]
  }

  private func without(_ names: Set<String>) -> Node {
    guard let entries, !names.isEmpty else { return self }
    return Node(.mapping(entries.filter { !names.contains($0.key.text) }), mark: mark)
  }
}
