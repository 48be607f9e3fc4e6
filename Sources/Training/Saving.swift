/// When checkpoints are written: from time to time, and when a training is stopped.
struct Saving<Time: Clock> where Time.Duration == Duration {
  private let clock: Time
  private let interval: Duration
  private var folder: CheckpointFolder?
  private var lastTime: Time.Instant
  private var lastStep: Int
  /// The time that writing took; it is no time of training.
  private(set) var spent = Duration.zero

  /// Nothing is saved yet but what was gone on from, at `step`.
  init(_ folder: TrainingFolder, _ clock: Time, step: Int) {
    self.clock = clock
    interval = folder.interval
    self.folder = folder.folder.map { CheckpointFolder($0) }
    lastTime = clock.now
    lastStep = step
  }

  /// Whether it is time for another checkpoint.
  var isDue: Bool { folder != nil && lastTime.duration(to: clock.now) >= interval }

  /// Writes a checkpoint, unless there is no folder or nothing was done since the last.
  mutating func save<Scalar>(_ course: TrainingCourse<Scalar>) throws {
    guard course.loop.step > lastStep else { return }
    let start = clock.now
    try folder?.write(course.checkpoint, step: course.loop.step)
    (lastTime, lastStep) = (clock.now, course.loop.step)
    spent += start.duration(to: lastTime)
  }
}
