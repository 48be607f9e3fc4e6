import Testing
import Trials

@testable import Reports

@Suite("Lists of trials") struct TrialListTests {
  @Test func `a list has one row a trial, whatever became of it`() throws {
    let grid = ReportCell.example(["margin": 0.1, "init": "=1, \"x\" y"], seeds: 4)
    let twin = ReportCell(
      name: "again", axes: [:], parameters: grid.parameters, trials: grid.trials)
    let lone = ReportCell.example(name: "LSTM", [:], more: ["model": .text("lstm")], seeds: 1)
    let statuses: [TrialID: TrialStatus] = [
      grid.trials[0].id: .finished(grid.trials[0], accuracy: [0.5], seconds: 12.34567),
      grid.trials[1].id: .diverged(grid.trials[1], step: 90),
      grid.trials[2].id: .notDone(.failed(.invalid("one\r\ntwo"))),
      lone.trials[0].id: .notDone(.interrupted),
    ]
    let list = TrialList(
      axes: ["margin", "init"], cells: [grid, twin, lone], statuses: statuses
    ) { "trials/\($0.short.prefix(2))" }
    #expect(
      list.csv.replacing("\r\n", with: "\n") == """
        margin,init,name,seed,id,outcome,engine,time.seconds,folder
        0.1,"'=1, ""x"" y",,0,5014d2715a76,finished,1,12.346,trials/50
        0.1,"'=1, ""x"" y",,1,971a28b47ff4,diverged at step 90: loss is NaN,1,360,trials/97
        0.1,"'=1, ""x"" y",,2,f6b5df25cab3,failed: invalid: one two,,,trials/f6
        0.1,"'=1, ""x"" y",,3,99e844f155da,not run,,,trials/99
        ,,LSTM,0,0a4305cdf6d4,interrupted,,,trials/0a

        """)
    #expect(try CSVText.read(list.csv).allSatisfy { $0.fields.count == 9 })
  }
}
