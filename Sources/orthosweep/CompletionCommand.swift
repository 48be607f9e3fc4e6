import ArgumentParser

/// `orthosweep completion`: the script by which a shell completes command lines.
struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion",
    abstract: "Print the script that completes verbs, options, sweeps, axes and values in a shell.",
    discussion: """
      For bash, once a session or in ~/.bashrc:
        source <(orthosweep completion bash)
      For zsh, into a folder of $fpath, and for fish:
        orthosweep completion zsh > ~/.zsh/completions/_orthosweep
        orthosweep completion fish > ~/.config/fish/completions/orthosweep.fish
      """)

  /// The shells that there are scripts for.
  enum Shell: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    let known: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    let script = Orthosweep.completionScript(for: known)
    Terminal.output.write((shell == .bash ? Self.goingOnBehindAxes(script) : script) + "\n")
  }

  /// ArgumentParser's script for bash, and no space and no backslash behind `margin=`, where the
  /// value follows.
  static func goingOnBehindAxes(_ script: String) -> String {
    let registration = "complete -o filenames -F _orthosweep orthosweep"
    return script.replacing(
      registration,
      with: """
        _orthosweep_going_on() {
            _orthosweep "${@}"
            if [[ "${COMPREPLY[*]}" == *=* ]]; then compopt +o filenames -o nospace; fi
        }

        complete -o filenames -F _orthosweep_going_on orthosweep
        """)
  }
}
