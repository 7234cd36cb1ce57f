// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of the program: each one depends only on modules listed above it.
func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module; `dependencies` are the modules they need besides it.
func tests(of name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name)] + dependencies,
    exclude: name == "Passes" ? ["Golden"] : [],
    swiftSettings: strict)
}

let package = Package(
  name: "nnc",
  products: [.executable(name: "nnc", targets: ["nnc"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Foreign code: a module map and a shim each.
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CJSONC", pkgConfig: "json-c", providers: [.apt(["libjson-c-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CSystem"),

    // The program, from the ground up.
    module("JSON", "CJSONC"),
    module("Source", "JSON"),
    module("Kernels", "CSystem", "COpenBLAS"),
    module("IR", "Source", "Kernels"),
    module("Operators", "IR", "Kernels"),
    module("Syntax", "Source"),
    module("Lowering", "Source", "Syntax", "IR", "Operators", "Kernels"),
    module("Passes", "IR", "Operators", "Kernels"),
    module("Execution", "IR", "Kernels"),
    module("Datasets", "Source", "Kernels", "CZlib", "CPNG"),
    module(
      "Training", "Source", "Kernels", "IR", "Operators", "Syntax", "Lowering", "Passes",
      "Execution",
      "Datasets"),
    module(
      "ModelFiles", "COpenSSL", "JSON", "Source", "Kernels", "IR", "Operators", "Syntax",
      "Lowering", "Passes", "Execution", "Datasets", "Training"),
    module(
      "Reporting", "JSON", "Source", "Kernels", "IR", "Operators", "Lowering", "Execution",
      "Datasets", "Training"),
    .executableTarget(
      name: "nnc",
      dependencies: [
        "JSON", "Source", "Kernels", "IR", "Operators", "Syntax", "Lowering", "Passes", "Execution",
        "Datasets", "Training", "ModelFiles", "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // The tests, one target a module.
    tests(of: "JSON"),
    tests(of: "Source", "JSON"),
    tests(of: "Kernels"),
    tests(of: "IR", "Source", "Kernels", "Operators", "RandomGraphs"),
    tests(of: "Operators", "Source", "IR", "Kernels"),
    tests(of: "Syntax", "JSON", "Source"),
    tests(of: "Lowering", "Source", "Kernels", "IR", "Operators", "Syntax"),
    .target(
      name: "RandomGraphs", dependencies: ["IR", "Kernels", "Operators"],
      path: "Tests/RandomGraphs", swiftSettings: strict),
    tests(
      of: "Passes", "IR", "Operators", "Lowering", "Syntax", "Source", "Execution", "Kernels",
      "RandomGraphs"),
    tests(
      of: "Execution", "IR", "Operators", "Lowering", "Passes", "Syntax", "Source", "Kernels",
      "AllocationProbe", "RandomGraphs"),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .executableTarget(
      name: "AllocationProbe",
      dependencies: [
        "CAllocationCounter", "Source", "Kernels", "IR", "Operators", "Syntax", "Lowering",
        "Passes",
        "Execution", "Training",
      ],
      path: "Tests/AllocationProbe", swiftSettings: strict),
    tests(of: "Datasets", "Source"),
    tests(
      of: "Training", "Source", "Datasets", "Kernels", "IR", "Operators", "Syntax", "Lowering",
      "Passes", "Execution", "RandomGraphs"),
    tests(
      of: "ModelFiles", "JSON", "Source", "Kernels", "Syntax", "Lowering", "Passes", "Execution",
      "Datasets", "Training"),
    tests(
      of: "Reporting", "JSON", "Source", "Kernels", "IR", "Syntax", "Lowering", "Operators",
      "Passes", "Execution", "Datasets", "Training"),
    .testTarget(
      name: "CommandLineTests", dependencies: ["nnc", "JSON", "Source"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
