import IR
import JSON
import Kernels
import Lowering
import Operators
import Passes
import Source
import Syntax
import Testing
import Training

@testable import Reporting

@Suite struct OptimizationReportTests {
  /// A pass that takes one activation for another.
  private struct Confused: Pass {
    let name = "confused"
    let isRepeated = false
    func run(on graph: Graph) throws(ShapeError) -> Rewrite? {
      var rewriter = Rewriter(graph)
      for node in graph.nodes {
        guard node.op is Tanh else {
          try rewriter.copy(node)
          continue
        }
        let operands = node.operands.map { rewriter($0) }
        let results = try rewriter.add(Sigmoid(), operands, origin: node.origin)
        rewriter.substitute(node.results[0], by: results[0])
      }
      return Rewrite(rewriter)
    }
  }

  private func report(_ passes: [any Pass]) throws -> OptimizationReport {
    let parsed = parse(SourceText(name: "test.nn", "input 4\ndense 5 tanh\nlinear 1"))
    let model = try check(parsed.program, syntaxErrors: parsed.diagnostics).model
    let subject = OptimizationCheck.Subject(
      "inference", try model.lower(rows: 3, element: .f64, mode: .inference),
      unoptimized: Pipeline([]), optimized: Pipeline(passes))
    return OptimizationReport(
      try OptimizationCheck(
        [subject],
        batches: CheckBatches(1, rows: 3), threads: 1))
  }

  @Test func agreement() throws {
    let report = try report([FuseBiasActivation()])
    #expect(report.isSound)
    #expect(report.text.contains("inference: fuse-bias-activation\n"))
    #expect(report.text.contains("no value differs by more than its bound"))
    #expect(report.json["sound"] == true)
    #expect(report.json["graphs"]?.arrayValue?[0]["worst_value"]?["place"] == .null)
  }

  /// What is NaN or infinite in both graphs is no difference, but it is told.
  @Test func whatIsNotFiniteIsTold() throws {
    let square = try graph(
      """
      graph g seed=1 {
        input %x: f64[2,3]
        %0: f64[2,3] = scale(%x) {factor=1e300}
        %1: f64[2,3] = scale(%0) {factor=1e300}
        %2: f64[2,3] = multiply(%1, %1)
        output y = %2
        output x = %x
      }

      """)
    let subject = OptimizationCheck.Subject(
      "g", square, unoptimized: Pipeline([]), optimized: Pipeline([]))
    let report = OptimizationReport(
      try OptimizationCheck([subject], batches: CheckBatches(2, rows: 2), threads: 1))
    #expect(report.isSound)
    #expect(
      report.text.hasSuffix(
        """
        no value differs by more than its bound
        but what is NaN or infinite in both graphs shows no difference, and tells nothing:
          g in f64: 2 of 3 values compared are not finite, first scale, batch random 1
          g in f64: 1 of 2 outputs and states compared is not finite, first output y, batch random 1

        """))
    let head = report.text.split(separator: "\n").prefix(3).joined(separator: "\n")
    #expect(head.contains("values  not finite  worst"), "\(head)")
    #expect(report.json["all_finite"] == false)
    let json = report.json["graphs"]?.arrayValue?[0]
    #expect(json?["values_not_finite"]?["count"]?.intValue == 2)
    #expect(json?["values_not_finite"]?["first"]?.stringValue == "scale")
    #expect(json?["outputs_and_states_not_finite"]?["batch"]?.stringValue == "random 1")
    let whole = try self.report([FuseBiasActivation()])
    #expect(whole.json["all_finite"] == true)
    #expect(!whole.text.contains("not finite"))
  }

  @Test func aDifferenceIsShownWithItsNeighbourhood() throws {
    let report = try report([Confused(), FuseBiasActivation()])
    #expect(!report.isSound)
    #expect(report.text.contains("A BUG IN NNC"))
    #expect(report.text.contains("batch random 1: tanh @dense1:2 differs by "))
    #expect(
      report.text.contains(
        """
        the pass 'confused' changed it
        not optimised:
            %1: f64[3,5] = add_bias(%0, %dense1.bias) @dense1:2
          > %2: f64[3,5] = tanh(%1) @dense1:2
            %3: f64[3,1] = matmul(%2, %linear1.weight) @linear1:3
        optimised:
            %0: f64[3,5] = matmul(%rows, %dense1.weight) @dense1:2
            state %dense1.bias: f64[5] parameter constant(0.0) @dense1:2
          > %1: f64[3,5] = bias_activation(%0, %dense1.bias) {function=sigmoid} @dense1:2
            %2: f64[3,1] = matmul(%1, %linear1.weight) @linear1:3

        """))
    let difference = report.json["graphs"]?.arrayValue?[0]["difference"]
    #expect(difference?["pass"]?.stringValue == "confused")
    #expect(difference?["place"]?.stringValue == "tanh @dense1:2")
    #expect(
      difference?["after"]?["definition"]?.stringValue
        == "%1: f64[3,5] = bias_activation(%0, %dense1.bias) {function=sigmoid} @dense1:2")
  }
}
