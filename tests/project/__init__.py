"""What holds the project together: requirements, workflows, tools, the test machinery."""
