"""What docs/STREAMING_RUNBOOK.md says, done word by word on a platform that was broken first."""
