// SequenceTasks
