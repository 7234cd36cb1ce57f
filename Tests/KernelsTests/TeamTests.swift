import Foundation
import Kernels
import Testing

@Suite(.serialized) struct TeamTests {
  /// Each worker doubles and passes on what its neighbour wrote before the last barrier; a barrier
  /// that lets anyone through early gives wrong numbers, and a race for the sanitizer.
  @Test(arguments: 1...4) func neighboursReadWhatWasWritten(_ workers: Int) {
    let team = Team(workers: workers)
    #expect(team.workers == workers)
    let cells = (0..<2).map { _ in (0..<workers).map { scalar(.f64, Double($0)) } }
    let rounds = 50
    let lists = (0..<workers).map { worker in
      StepList(
        (0..<rounds).flatMap { round -> [Step] in
          let from = cells[round % 2][(worker + 1) % workers]
          let to = cells[(round + 1) % 2][worker]
          return [
            .scale(from, by: 1.0009765625, into: to, block: to.all), team.barrier(for: worker),
          ]
        })
    }
    for repetition in 1...100 {
      team.run(lists)
      for worker in 0..<workers {
        let start = Double((worker + rounds * repetition) % workers)
        let wanted = (0..<rounds * repetition).reduce(start) { value, _ in value * 1.0009765625 }
        #expect(cells[0][worker][0] == wanted)
      }
    }
  }

  /// Workers of very different speed meet at every barrier, also when they fall asleep there.
  @Test(arguments: 2...4) func workersOfDifferentSpeed(_ workers: Int) {
    let team = Team(workers: workers)
    var random = RandomStream(seed: 1, stream: UInt64(workers))
    let work = matrix(.f32, 20, 20)
    let sums = (0..<workers).map { _ in scalar(.f64, 0) }
    let shared = scalar(.f64, 0)
    let one = scalar(.f64, 1)
    for _ in 0..<20 {
      let rounds = 10
      let lists = (0..<workers).map { worker in
        StepList(
          (0..<rounds).flatMap { round -> [Step] in
            let own = work.copied()
            let delay = [Step](
              repeating: .fill(own, with: 1, block: own.all), count: random.below(60))
            // The workers take turns at writing; all others read after the barrier.
            let write: [Step] =
              round % workers == worker ? [.add(shared, one, into: shared, block: one.all)] : []
            let read = Step.add(sums[worker], shared, into: sums[worker], block: one.all)
            return delay + write + [team.barrier(for: worker), read, team.barrier(for: worker)]
          })
      }
      let before = shared[0]
      let sum = sums.map { $0[0] }
      team.run(lists)
      #expect(shared[0] == before + Double(rounds))
      let added = (1...rounds).reduce(0) { $0 + before + Double($1) }
      for worker in 0..<workers { #expect(sums[worker][0] == sum[worker] + added) }
    }
  }

  /// Workers that fell asleep between runs wake up again.
  @Test func anIdleTeamWakesUp() {
    let team = Team(workers: 4)
    let cells = (0..<4).map { _ in scalar(.f64, 0) }
    let one = scalar(.f64, 1)
    let lists = cells.map { StepList([.add($0, one, into: $0, block: $0.all)]) }
    for _ in 0..<5 {
      team.run(lists)
      usleep(20_000)
    }
    #expect(cells.allSatisfy { $0[0] == 5 })
  }

  @Test func manyTeamsStartAndStop() {
    for round in 0..<60 {
      let team = Team(workers: 1 + round % 4)
      if round % 3 == 0 {
        team.run((0..<team.workers).map { StepList([team.barrier(for: $0)]) })
      }
    }
  }

  /// Products below the smallest normal number are zero in a team, on every worker, and the caller
  /// has its own mode back afterwards.
  @Test func subnormalsCountAsZero() {
    let team = Team(workers: 3)
    let tiny = scalar(.f32, Double(Float.leastNormalMagnitude))
    let results = (0..<3).map { _ in scalar(.f32, 1) }
    let lists = results.map { StepList([.scale(tiny, by: 0.5, into: $0, block: $0.all)]) }
    team.run(lists)
    #expect(results.allSatisfy { $0[0] == 0 })
    #expect(Float(tiny[0]) * 0.5 > 0)
  }

  @Test func anEmptyListRuns() {
    StepList([]).run()
    let team = Team(workers: 2)
    team.run([StepList([]), StepList([])])
  }
}
