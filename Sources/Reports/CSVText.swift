/// A text that is not CSV; the description is the end of a message about `line`.
public struct CSVProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// What is wrong.
  public let description: String
}

/// Comma-separated values as RFC 4180 has them.
public enum CSVText {
  /// Reads rows of fields.
  ///
  /// Fields may be quoted, with `""` for a quote; lines end with LF or CRLF; a byte order mark
  /// and empty lines are passed over.
  /// - Throws: a quote where none may stand, or one that is never closed.
  /// - Complexity: O(length).
  public static func read(
    _ text: String
  ) throws(CSVProblem) -> [(line: Int, fields: [String])] {
    // Bytes, because Swift takes CR LF for one character.
    var bytes = Array(text.utf8)[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    var rows: [(line: Int, fields: [String])] = []
    var line = 1
    while !bytes.isEmpty {
      let start = line
      var fields: [String] = []
      repeat {
        fields.append(try field(&bytes, line: &line))
      } while take(comma, from: &bytes)
      _ = take(carriageReturn, from: &bytes)
      if take(lineFeed, from: &bytes) { line += 1 }
      if fields != [""] { rows.append((start, fields)) }
    }
    return rows
  }

  /// One field of text, quoted where needed, and made harmless for spreadsheets.
  ///
  /// A spreadsheet takes a field that begins with `=`, `+`, `-`, `@`, a tab or a carriage return
  /// for a formula; such a field gets a leading apostrophe, unless it is a number.
  public static func field(_ text: String) -> String { quoted(guarded(text)) }

  /// One line of fields, which are text, with its end.
  public static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\r\n"
  }

  /// The text with a leading apostrophe where a spreadsheet would take it for a formula.
  static func guarded(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
      Double(text) == nil
    else { return text }
    return "'" + text
  }

  private static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { [comma, quote, carriageReturn, lineFeed].contains($0) })
    else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  private static func field(
    _ bytes: inout ArraySlice<UInt8>, line: inout Int
  ) throws(CSVProblem) -> String {
    guard take(quote, from: &bytes) else {
      let plain = bytes.prefix { $0 != comma && $0 != lineFeed && $0 != carriageReturn }
      if plain.contains(quote) {
        throw CSVProblem(line: line, description: "a quote inside a field that is not quoted")
      }
      bytes.removeFirst(plain.count)
      return String(decoding: plain, as: UTF8.self)
    }
    let start = line
    var content: [UInt8] = []
    while let byte = bytes.popFirst() {
      if byte == lineFeed { line += 1 }
      if byte != quote {
        content.append(byte)
      } else if take(quote, from: &bytes) {
        content.append(quote)
      } else {
        guard bytes.first.map({ [comma, lineFeed, carriageReturn].contains($0) }) ?? true else {
          throw CSVProblem(line: line, description: "text after a closing quote")
        }
        return String(decoding: content, as: UTF8.self)
      }
    }
    throw CSVProblem(line: start, description: "a quote that is never closed")
  }

  private static func take(_ byte: UInt8, from bytes: inout ArraySlice<UInt8>) -> Bool {
    guard bytes.first == byte else { return false }
    bytes.removeFirst()
    return true
  }

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")
}
