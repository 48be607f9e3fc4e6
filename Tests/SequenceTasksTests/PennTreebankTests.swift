import LinearAlgebra
import TestSupport
import Testing

@testable import SequenceTasks

@Suite("Penn Treebank") struct PennTreebankTests {
  private func batch(
    _ text: String, _ task: PennTreebank, split: DataSplit = .train
  ) throws -> Minibatch {
    let data = try SmallData().writeText(train: text).load(.pennTreebank(task))
    var batches = try #require(
      SplitBatches(
        .pennTreebank(task), data: data, split: split, size: data.count(of: split)))
    let isThere = batches.next()
    #expect(isThere)
    return batches.current
  }

  /// The column of one sequence.
  private func column<Entry>(_ entries: [Entry], _ sample: Int, of size: Int) -> [Entry] {
    stride(from: sample, to: entries.count, by: size).map { entries[$0] }
  }

  @Test func `49 symbols are numbered as the paper's code numbers them`() throws {
    #expect(PennTreebank.symbols == 49)
    let text = "#$&'*-./\\0123456789N abcdefghijklmnopqrstuvwxyz"
    let batch = try batch(text + "\n", PennTreebank(maximalLength: 100))
    #expect(batch.symbols == (2...48).map { Int32($0) })
    #expect(batch.classes == (3...48).map { Int32($0) } + [1])
  }

  @Test func `a sentence begins with its space, ends with its newline and reads <unk> as 0`() throws
  {
    let batch = try batch(" a <unk> N \n", PennTreebank(maximalLength: 12))
    #expect((batch.size, batch.steps) == (1, 7))
    #expect(batch.symbols == [22, 23, 22, 0, 22, 21, 22])
    #expect(batch.classes == [23, 22, 0, 22, 21, 22, 1])
    #expect(batch.marks == [2, 2, 2, 2, 2, 2, 2])
    #expect(batch.inputs.count == 0 && batch.values.count == 0)
  }

  @Test func `a line counts as long as it stands in the file`() throws {
    // 12, 11 and 10 characters with the newline; <unk> counts as five.
    let text = " a <unk> N \n abcdefgh\n <unk> bc\n"
    for (limit, kept) in [(12, 3), (11, 2), (10, 2), (9, 0)] {
      let task = PennTreebank(maximalLength: limit)
      let sentences = Sentences(Array(text.utf8), for: task)
      #expect(sentences.count == kept, "at most \(limit)")
    }
  }

  @Test
  func `strict counts the characters, what is longer is no part, and the longest comes first`()
    throws
  {
    let batch = try batch("ab\nabcd\n", PennTreebank(maximalLength: 9))
    #expect((batch.size, batch.steps) == (2, 4))
    #expect(column(batch.symbols, 1, of: 2) == [23, 24, 1, 0])
    #expect(column(batch.classes, 1, of: 2) == [24, 1, -1, -1])
    #expect(column(batch.marks, 1, of: 2) == [2, 2, 0, 0])
    #expect(column(batch.symbols, 0, of: 2) == [23, 24, 25, 26])
    #expect(column(batch.classes, 0, of: 2) == [24, 25, 26, 1])
    #expect(column(batch.marks, 0, of: 2) == [2, 2, 2, 2])
  }

  @Test func `padded counts two positions more, one where a sentence fills the length`() throws {
    let batch = try batch("a\nabc\nabcd\n", PennTreebank(maximalLength: 5, mask: .padded))
    #expect((batch.size, batch.steps) == (3, 5))
    #expect(column(batch.symbols, 2, of: 3) == [23, 1, 0, 0, 0])
    #expect(column(batch.classes, 2, of: 3) == [1, 0, 0, -1, -1])
    #expect(column(batch.marks, 2, of: 3) == [2, 1, 1, 0, 0])
    #expect(column(batch.symbols, 1, of: 3) == [23, 24, 25, 1, 0])
    #expect(column(batch.classes, 1, of: 3) == [24, 25, 1, 0, 0])
    #expect(column(batch.marks, 1, of: 3) == [2, 2, 2, 1, 1])
    #expect(column(batch.classes, 0, of: 3) == [24, 25, 26, 1, 0])
    #expect(column(batch.marks, 0, of: 3) == [2, 2, 2, 2, 1])
  }

  @Test func `a last line without newline gets one, and empty lines are no sentences`() throws {
    let batch = try batch("\n ab\n\n\n cd", PennTreebank())
    #expect(batch.size == 2)
    #expect(column(batch.classes, 1, of: 2) == [25, 26, 1])
  }

  @Test func `unlisted characters are read as 0, counted and said`() throws {
    let text = " Ab é\t \n A€A ü\r\n a\u{7F} EFG \n"
    let small = try SmallData().writeText(train: text, valid: " ok \n", test: " O \n")
    let data = try small.load(.pennTreebank(PennTreebank(maximalLength: 9)))
    #expect(
      data.notes.map { $0.replacing(small.folder, with: "DIR") } == [
        "DIR/ptb/ptb.train.txt: 12 characters are none of the 49 symbols and read as the unknown "
          + "one: `A` (3), U+0009 (1), U+000D (1), `E` (1), `F` (1), 5 others",
        "DIR/ptb/ptb.test.txt: 1 character is none of the 49 symbols and read as the unknown one: "
          + "`O` (1)",
      ])
    let batch = try batch(" A€A ü\r\n", PennTreebank())
    #expect(batch.symbols == [22, 0, 0, 0, 22, 0, 0])
  }

  /// Counts of sentences and symbols by an independent reading in Python.
  @Test(
    .enabled(if: RealData.pennTreebank != nil, Comment(rawValue: RealData.absence)),
    arguments: [
      (75, [9855, 817, 917], [479_224, 40_145, 43_290]),
      (300, [41_802, 3358, 3740], [4_835_364, 382_048, 424_142]),
    ])
  func `the published text has known numbers of sentences and symbols`(
    limit: Int, sentences: [Int], symbols: [Int]
  ) throws {
    let task = PennTreebank(maximalLength: limit)
    let data = try TaskData.load(.pennTreebank(task), from: RealData.pennTreebank)
    #expect(data.notes == [])
    #expect(DataSplit.allCases.map(data.count) == sentences)
    for (split, count) in zip(DataSplit.allCases, symbols) {
      var batches = try #require(
        SplitBatches(.pennTreebank(task), data: data, split: split, size: 500))
      var (counted, sequences) = (0, 0)
      var seen = Set<Int32>()
      while batches.next() {
        let batch = batches.current
        #expect(batch.steps < limit)
        sequences += batch.size
        seen.formUnion(batch.classes)
        for mark in batch.marks where mark == 2 { counted += 1 }
      }
      // All symbols but each sentence's first are answers.
      #expect(counted + sequences == count)
      seen.remove(-1)
      if split == .train { #expect(seen == Set(0..<49)) }
    }
  }

  // " mr. <unk> is chairman of <unk> n.v. the dutch publishing group "
  @Test(.enabled(if: RealData.pennTreebank != nil, Comment(rawValue: RealData.absence)))
  func `the first published sentence is read symbol by symbol`() throws {
    let task = SequenceTask.pennTreebank(PennTreebank())
    let data = try TaskData.load(task, from: RealData.pennTreebank)
    var batches = try #require(SplitBatches(task, data: data, split: .train, size: 1))
    let isThere = batches.next()
    #expect(isThere)
    let start: [Int32] = [22, 35, 40, 8, 22, 0, 22, 31, 41, 22]  // space m r . space <unk> …
    #expect(Array(batches.current.symbols.prefix(10)) == start)
    let end: [Int32] = [22, 29, 40, 37, 43, 38, 22, 1]  // space g r o u p space newline
    #expect(Array(batches.current.classes.suffix(8)) == end)
    #expect(batches.current.steps == 56)  // 65 characters, twice <unk> as one symbol, minus one
  }
}
