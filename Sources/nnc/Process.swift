import Foundation

/// The variables of the process's environment.
var environment: [String: String] { ProcessInfo.processInfo.environment }

/// Ends the process.
func endProcess(with code: Int32) -> Never { Foundation.exit(code) }
