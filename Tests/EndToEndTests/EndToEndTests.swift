import Foundation
import TestSupport
import Testing
@Test func probe() throws {
  print(CommandLine.arguments, Bundle.main.executableURL as Any)
  print(try Invocation(Invocation.builtProgram("orthosweep"), ["x"]).output)
}
