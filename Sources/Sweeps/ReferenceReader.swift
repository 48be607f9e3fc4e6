import Reports
import Trials
import YAML

/// Reads the reference tables: CSV files beside the sweep file, checked against its axes and its
/// program's metrics.
struct ReferenceReader {
  let file: SweepFile
  let vocabulary: Vocabulary

  /// Reads one reference; nil, and problems at its line of the sweep file, if it is not sound.
  func read(_ entry: Node.Entry, findings: inout Findings) -> ReferenceTable? {
    guard let path = entry.value.text, !path.isEmpty, !path.contains("\0") else {
      findings.add(
        "reference \(entry.key.text) is the path of a CSV file", at: entry.value.mark)
      return nil
    }
    do {
      let bytes = try file.text(of: entry.value.mark).neighbour(path)
      guard bytes.count <= Limits.bytes, let text = String(validating: bytes, as: UTF8.self) else {
        findings.add("\(path): not a UTF-8 text of at most 1 MiB", at: entry.value.mark)
        return nil
      }
      let table = try ReferenceTable(name: entry.key.text, csv: text)
      let faults = faults(of: table)
      for fault in faults { findings.add("\(path): \(fault)", at: entry.value.mark) }
      return faults.isEmpty ? table : nil
    } catch let error as SweepFile.UnreadableFile {
      findings.add("\(path): \(error.reason)", at: entry.value.mark)
    } catch let error as CSVProblem {
      findings.add("\(path): line \(error.line): \(error)", at: entry.value.mark)
    } catch {
      findings.add("\(path): \(error)", at: entry.value.mark)
    }
    return nil
  }

  /// What is wrong with the columns, and the first value in each that its column cannot have.
  private func faults(of table: ReferenceTable) -> [String] {
    var faults: [String] = []
    var measured = 0
    for (place, column) in table.header.enumerated()
    where column != "name" && column != ReferenceTable.remarksColumn {
      let values = table.rows.map { $0[place] }
      if vocabulary.axes.contains(column) {
        let type = vocabulary.type(of: column)
        let aliases = vocabulary.presets.group(column)?.aliases ?? [:]
        faults += first(of: values) { value in
          guard aliases[value] == nil else { return nil }
          do {
            _ = try type?.read(value)
            return nil
          } catch {
            return "\(column): \(error)"
          }
        }
      } else if ReferenceTable.isMeasured(column, program: vocabulary.schema.program) {
        measured += 1
        faults += first(of: values) { value in
          (try? NumberGrammar.read(value)) == nil ? "\(column): `\(value)` is not a number" : nil
        }
      } else {
        let known = vocabulary.axes.sorted() + vocabulary.schema.program.metrics.map(\.name)
        faults.append(
          "column '\(column)' is no axis of this sweep, `name` or metric"
            + NearestWord.hint(Findings.short(column), among: known))
      }
    }
    return faults.isEmpty && measured == 0 ? ["no column is a metric"] : faults
  }

  /// The first fault among values that are there; rows count from 1 below the header.
  private func first(of values: [String], fault: (String) -> String?) -> [String] {
    for (row, value) in values.enumerated() where !value.isEmpty {
      if let found = fault(value) { return ["row \(row + 1): \(found)"] }
    }
    return []
  }
}
