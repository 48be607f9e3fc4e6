import LinearAlgebra

/// A network's parameters as the steps of a forward pass read them, laid out once for all steps.
struct ForwardWeights<Scalar: MatrixScalar>: Sendable {
  /// W.
  private(set) var transition: PackedMatrix<Scalar>
  /// Wout.
  private(set) var output: PackedMatrix<Scalar>
  /// bout.
  private(set) var outputBias: PaddedRows<Scalar>
  /// w_i, w_f and w_o of an LSTM.
  private(set) var peepholes: PaddedRows<Scalar>
  let isLSTM: Bool

  /// Win, for inputs that are numbers.
  private var input: PackedMatrix<Scalar>
  private var bias: PaddedRows<Scalar>
  /// E·Win + b or Win + b, one row for each symbol or feature; a look-up is then all of x_t·Win + b.
  private var table: PaddedRows<Scalar>
  private var product: Matrix<Scalar>

  init(_ design: NetworkDesign) {
    let (n, gates) = (design.hidden, design.cell.gates)
    isLSTM = design.cell == .lstm
    transition = PackedMatrix(rows: n, columns: n, blocks: gates)
    output = PackedMatrix(rows: n, columns: design.outputs)
    outputBias = PaddedRows(rows: 1, columns: design.outputs)
    peepholes = PaddedRows(rows: isLSTM ? 3 : 0, columns: n)
    input = PackedMatrix(rows: design.inputs, columns: n, blocks: gates)
    bias = PaddedRows(rows: 1, columns: n, blocks: gates)
    table = PaddedRows(rows: 0, columns: n, blocks: gates)
    product = Matrix(rows: 0, columns: design.width)
  }

  /// Lays out the parameters as they are now.
  mutating func lay(
    _ network: RecurrentNetwork<Scalar>, for inputs: SequenceBatch<Scalar>.Inputs
  ) {
    transition.pack(network.transition.composite)
    output.pack(network.outputWeights)
    outputBias.assign(network.outputBias)
    if isLSTM { peepholes.assign(network.peepholes) }
    let design = network.design
    switch inputs {
    case .numbers(let numbers):
      precondition(
        design.symbols == nil && numbers.columns == design.inputs,
        "inputs of \(numbers.columns) features for a network of \(design.inputs)")
      input.pack(network.inputWeights)
      bias.assign(network.bias)
    case .features:
      precondition(design.symbols == nil, "features for a network of symbols")
      tabulate(design.inputs, network) { table, network in table.add(1, network.inputWeights) }
    case .symbols:
      guard let symbols = design.symbols else {
        preconditionFailure("symbols for a network of numbers")
      }
      tabulate(symbols, network) { table, network in
        table.setProduct(Operand(network.embedding), Operand(network.inputWeights), beta: 1)
      }
    }
  }

  private mutating func tabulate(
    _ rows: Int, _ network: RecurrentNetwork<Scalar>,
    _ add: (inout Matrix<Scalar>, RecurrentNetwork<Scalar>) -> Void
  ) {
    if product.rows != rows {
      product = Matrix(rows: rows, columns: network.design.width)
      table.reshape(rows: rows, columns: network.design.hidden, blocks: network.design.cell.gates)
    }
    product.fill(with: network.bias)
    add(&product, network)
    table.assign(product)
  }

  /// b, or x_t·Win + b where it is looked up, for some sequences at one step.
  func start(_ batch: SequenceBatch<Scalar>, _ step: Int, _ run: Range<Int>) -> StepStart<Scalar> {
    switch batch.inputs {
    case .numbers: .row(bias)
    case .features(let index), .symbols(let index):
      .table(table, index: index, places: batch.places(of: step, run))
    }
  }

  /// x_t·Win of numbers.
  func inputs(_ batch: SequenceBatch<Scalar>, _ step: Int, _ run: Range<Int>) -> StepTerm<Scalar> {
    guard case .numbers(let numbers) = batch.inputs else { return .nothing }
    return .numbers(numbers, rows: batch.places(of: step, run), input)
  }
}
