import Foundation
import Synchronization

/// A web server on 127.0.0.1 for one test; it answers GET as it is told, and ends with the test.
public final class LocalServer: Sendable {
  /// How one request is answered.
  public enum Answer: Sendable {
    /// With these bytes, or their rest where a range is asked for.
    case file([UInt8])
    /// With all of these bytes, whatever range is asked for.
    case whole([UInt8])
    /// With the true length and so many bytes, after which the connection ends.
    case cut([UInt8], after: Int)
    /// With the true length and so many bytes, and then with nothing.
    case slow([UInt8], after: Int)
    /// With zeros and no end.
    case endless
    /// With this status and a short page.
    case status(Int)
  }

  /// The server's address, without a slash at its end.
  public let address: String

  private let listener: Int32
  private let state: Mutex<State>

  private struct State {
    var answers: [String: [Answer]]
    var requests: [String] = []
    var openConnections = 0
  }

  /// A server that gives each path its answers in turn, the last one again and again, and 404 to
  /// paths that have none.
  public init(_ answers: [String: [Answer]] = [:]) throws {
    state = Mutex(State(answers: answers))
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.listener = listener
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &place) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    guard bound else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    address = "http://127.0.0.1:\(UInt16(bigEndian: place.sin_port))"
    Thread.detachNewThread { [weak self] in
      // Only this thread closes the listener: another server could get its number meanwhile.
      defer { close(listener) }
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        guard let server = self else {
          close(connection)
          return
        }
        Thread.detachNewThread { server.serve(connection) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
  }

  /// What was asked for so far, as `/path` or `/path from 123`.
  public var requests: [String] { state.withLock { $0.requests } }

  /// The connections that neither side has ended yet.
  public var openConnections: Int { state.withLock { $0.openConnections } }

  private func serve(_ connection: Int32) {
    state.withLock { $0.openConnections += 1 }
    defer {
      close(connection)
      state.withLock { $0.openConnections -= 1 }
    }
    let lines = Self.head(connection).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return }
    let path = String(words[1])
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    let start = range.flatMap { Int($0.dropFirst(13).prefix { $0.isNumber }) }
    let answer = state.withLock { state in
      state.requests.append(path + (start.map { " from \($0)" } ?? ""))
      guard let answers = state.answers[path], let first = answers.first else {
        return Answer.status(404)
      }
      if answers.count > 1 { state.answers[path] = Array(answers.dropFirst()) }
      return first
    }
    Self.give(answer, from: start, on: connection)
  }

  private static func give(_ answer: Answer, from start: Int?, on connection: Int32) {
    switch answer {
    case .file(let bytes):
      guard (start ?? 0) < max(1, bytes.count) else { return give(.status(416), on: connection) }
      sendFile(bytes, from: start, limit: bytes.count, on: connection)
    case .whole(let bytes): sendFile(bytes, from: nil, limit: bytes.count, on: connection)
    case .cut(let bytes, let limit): sendFile(bytes, from: start, limit: limit, on: connection)
    case .slow(let bytes, let limit):
      sendFile(bytes, from: start, limit: limit, on: connection)
      var byte: UInt8 = 0
      while recv(connection, &byte, 1, 0) > 0 {}  // until the other side has enough
    case .endless:
      guard send(Array("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".utf8), connection) else {
        return
      }
      let zeros = [UInt8](repeating: 0, count: 1 << 16)
      while send(zeros, connection) { usleep(1000) }
    case .status(let status): give(.status(status), on: connection)
    }
  }

  private static func give(_ answer: Answer, on connection: Int32) {
    guard case .status(let status) = answer else { return }
    let head = "HTTP/1.1 \(status) No\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno\n"
    _ = send(Array(head.utf8), connection)
  }

  private static func sendFile(
    _ bytes: [UInt8], from start: Int?, limit: Int, on connection: Int32
  ) {
    var head = start == nil ? "HTTP/1.1 200 OK\r\n" : "HTTP/1.1 206 Partial Content\r\n"
    if let start {
      head += "Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)\r\n"
    }
    let rest = bytes.dropFirst(start ?? 0)
    head += "Content-Length: \(rest.count)\r\nConnection: close\r\n\r\n"
    _ = send(Array(head.utf8) + rest.prefix(limit), connection)
  }

  /// Sends all, unless the other side goes away.
  private static func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// The lines of a request up to the empty one.
  private static func head(_ connection: Int32) -> String {
    var text: [UInt8] = []
    var byte: UInt8 = 0
    while text.count < 1 << 14, recv(connection, &byte, 1, 0) == 1 {
      text.append(byte)
      if text.suffix(4) == Array("\r\n\r\n".utf8)[...] { break }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
