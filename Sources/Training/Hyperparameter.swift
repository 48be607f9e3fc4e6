/// The names of orthornn's parameters; trial IDs freeze them.
enum Hyperparameter: String, CaseIterable {
  case task
  case delay
  case length
  case maximalLength = "max_length"
  case input
  case side
  case permutationSeed = "permutation_seed"
  case mask
  case model
  case transition
  case margin
  case initialization = "init"
  case activation
  case gain
  case preluSlope = "prelu.slope"
  case preluTrained = "prelu.trained"
  case hidden
  case batch
  case epochs
  case batchesPerEpoch = "batches_per_epoch"
  case optimizer
  case freeRate = "lr.free"
  case spectrumRate = "lr.spectrum"
  case basesRate = "lr.bases"
  case rescalesSpectrum = "rescale_spectrum"
  case clip
  case weightDecay = "weight_decay"
  case orthogonalityPenalty = "penalty.orthogonality"
  case spectrumPenalty = "penalty.spectrum"
  case loss
  case learnsInitialState = "learn_initial_state"
  case bias
  case precision
  case gradientNormsProbe = "probe.gradient_norms"
  case hiddenNormsProbe = "probe.hidden_norms"
  case dataSeed = "seed.data"
  case initSeed = "seed.init"
  case threads
  case data
}

/// Parameters whose values are words, and the words.
enum Word {
  enum Task: String, CaseIterable { case copy, adding, smnist, psmnist, ptb }
  enum Model: String, CaseIterable { case rnn, lstm }
  enum Transition: String, CaseIterable { case factorized, dense, orthogonal }
  enum Rule: String, CaseIterable { case rmsprop, nesterov, sgd, adam }
  enum Reduction: String, CaseIterable {
    case mean
    case sumTime = "sum-time"
  }
  /// The margin that is no number.
  static let noMargin = "none"
  /// No folder of data sets but the usual ones.
  static let usualFolders = "none"
}
