"""What stays with the learner: answers, progress, the folder, a module of one's own."""
