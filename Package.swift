// swift-tools-version: 6.2
import PackageDescription

/// Every own target is built alike: explicit `any`, imports that stay inside a target unless said
/// otherwise, and no warning left standing.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A stage, base or join of the corridor (README, "The corridor").
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies + [argumentParser], swiftSettings: strict)
}

func tests(of name: String, _ more: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + more,
    swiftSettings: strict)
}

let package = Package(
  name: "orthosweep",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "orthosweep", targets: ["orthosweep"]),
    .executable(name: "orthornn", targets: ["orthornn"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0")
  ],
  targets: [
    // 4 · Programs: the only places where the parts meet.
    program("orthosweep", ["Sweeps", "Scheduling", "Results", "Reports", "Trials"]),
    program("orthornn", ["Training", "SequenceTasks", "Trials"]),

    // 3 · Join: hyperparameters to a trained network, as events.
    room(
      "Training",
      [
        "Trials", "RecurrentNets", "Optimization", "SequenceTasks", "LinearAlgebra", "Randomness",
      ]),

    // 2 · Stages of the corridor: text to trials to processes to records to tables.
    room("Sweeps", ["YAML", "Reports", "Trials"]),
    room("Scheduling", ["Trials", "Results", "CProcess"]),
    room("Results", ["Trials"]),
    room("Reports", ["Trials"]),

    // 2 · Numeric: networks, optimisers, tasks.
    room("RecurrentNets", ["LinearAlgebra", "Randomness"]),
    room("Optimization", ["LinearAlgebra"]),
    room("SequenceTasks", ["LinearAlgebra", "Randomness", "CZlib"]),

    // 1 · Base: what everything above speaks in.
    room("YAML", ["CLibYAML"]),
    room("LinearAlgebra", ["COpenBLAS", "CKernels"]),
    room("Trials"),
    room("Randomness"),

    // 0 · C of our own, and the system's libraries.
    .target(name: "CKernels"),
    .target(name: "CProcess"),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    // Tests: one suite a target, then reference numbers, architecture, and whole programs.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "YAML"),
    tests(of: "LinearAlgebra", ["CKernels", "Randomness"]),
    tests(of: "Trials"),
    tests(of: "Randomness"),
    tests(of: "RecurrentNets", ["LinearAlgebra", "Randomness"]),
    tests(of: "Optimization", ["LinearAlgebra", "Randomness"]),
    tests(of: "SequenceTasks", ["LinearAlgebra", "Randomness", "CZlib"]),
    tests(
      of: "Training",
      [
        "LinearAlgebra", "Optimization", "Randomness", "RecurrentNets", "SequenceTasks", "Trials",
      ]),
    tests(of: "Sweeps", ["YAML", "Reports", "Trials"]),
    tests(of: "Results", ["Trials"]),
    tests(of: "Scheduling", ["Results", "Trials"]),
    tests(of: "Reports", ["Trials"]),
    .testTarget(
      name: "ReferenceTests",
      dependencies: [
        "LinearAlgebra", "RecurrentNets", "Optimization", "Training", "TestSupport",
      ],
      resources: [.copy("Cases")], swiftSettings: strict),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "orthosweep", "orthornn", "SequenceTasks", "Randomness", "Trials", "TestSupport",
      ],
      exclude: ["Sweeps"], swiftSettings: strict),

    // Benchmark: a program that `make bench` alone builds, and no product.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "BenchmarkFigures", "CBenchmark", "CZlib", "LinearAlgebra", "Optimization", "Randomness",
        "RecurrentNets", "SequenceTasks", "Training", argumentParser,
      ],
      path: "Tests/Benchmarks",
      exclude: ["CBenchmark", "Figures", "Peers", "requirements.txt"], swiftSettings: strict),
    .target(
      name: "BenchmarkFigures", path: "Tests/Benchmarks/Figures", swiftSettings: strict),
    .target(name: "CBenchmark", path: "Tests/Benchmarks/CBenchmark"),
    tests(of: "BenchmarkFigures"),
  ],
  swiftLanguageModes: [.v6]
)
