"""What speed and memory are measured by; never a timed test."""
