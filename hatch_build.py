"""The wheel carries `jurisdictions/` inside the package; an editable install finds the folder at the top."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class JurisdictionsHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"]["jurisdictions"] = "policykit/jurisdictions"
