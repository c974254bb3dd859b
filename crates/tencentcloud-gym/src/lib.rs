//! Sixty tasks for agents that use Tencent Cloud by MCP, on the local endpoint, each with a checker.
