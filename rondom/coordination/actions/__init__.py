"""The verbs of coordination: `coordinator.accept(...)`, `plan.finish(...)`, `closing.close(...)`."""
