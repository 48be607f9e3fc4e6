import CKernels
import Foundation
import LinearAlgebra
import Testing

@Suite struct KernelLevelTests {
  @Test func `the level is the one wished for where the processor has it, else the best below`() {
    let wish = ProcessInfo.processInfo.environment["ORTHOSWEEP_KERNELS"]
    let present = KernelTests.levels.map { rawValue -> KernelLevel in
      switch CKLevel(rawValue: rawValue) {
      case CKLevelAVX512: .avx512
      case CKLevelAVX2: .avx2
      default: .portable
      }
    }
    let wished = wish.flatMap(KernelLevel.init(rawValue:))
    #expect(
      KernelLevel.current == (wished.flatMap { present.contains($0) ? $0 : nil } ?? present.last))
  }
}
