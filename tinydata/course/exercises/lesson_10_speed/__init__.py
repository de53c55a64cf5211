"""Lesson 10: one question a batch, crops of a whole batch, loading ahead, a loader that decides."""

ORDER = ["get_batch", "crop_batch", "prefetch", "loader"]
