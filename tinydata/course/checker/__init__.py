"""Judge what a learner wrote: run it safely, compare it, say what is wrong with it."""
