import Testing

@testable import Reports

@Suite("Numbers in tables") struct NumberFormTests {
  private func text(_ value: Double, _ uncertainty: Double?, _ unit: String, _ given: Int?)
    -> String
  {
    let form = NumberForm(value: value, uncertainty: uncertainty, unit: unit, given: given)
    return form.digits(of: value) + form.suffix
  }

  @Test(arguments: [
    (97.234, 0.31, "%", "97.23"), (97.234, 3.14, "%", "97.2"), (97.234, 31.4, "%", "97"),
    // 0.0996 rounds to 0.10, which has two significant digits with two decimals.
    (97.234, 0.0996, "%", "97.23"), (97.234, 1e-9, "%", "97.2340"),
    (0.123456789, 1e-12, "", "0.1234568"),
    (1234.5678, 432, "", "1235"), (1e-9, 0.013, "", "0.000"), (1.5e-7, 2.5e-8, "", "1.50e-7"),
    (12_345_678, 23_456, "", "1.2346e7"), (0, 0, "", "0.000"), (-0.001, 0.1, "", "0.00"),
  ])
  func `two significant digits of the deviation are shown`(
    value: Double, deviation: Double, unit: String, wanted: String
  ) {
    #expect(text(value, deviation, unit, nil) == wanted)
  }

  @Test(arguments: [
    (97.2, "%", "97.20"), (0.69314718, "", "0.6931"), (123.456, "", "123.5"),
    (0.001, "", "0.001000"),
    (123_456, "", "123456"), (0.00001234, "", "1.234e-5"), (9.99996, "", "10.00"),
  ])
  func `a single value has four digits, a percentage two decimals`(
    value: Double, unit: String, wanted: String
  ) {
    #expect(text(value, nil, unit, nil) == wanted)
  }

  @Test(arguments: [(0, "97"), (1, "97.2"), (5, "97.23400")])
  func `given decimals win`(digits: Int, wanted: String) {
    #expect(text(97.234, 0.3, "%", digits) == wanted)
  }
}
