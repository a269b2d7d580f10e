"""Reports on assets, by the endpoints that Dagster's webserver has for what happens outside it."""

from typing import Any

import httpx

from orchestration.ports.asset_reports import Evidence, ReportNotTaken


class HttpAssetReports:
    """`url` is the webserver's, without a path; `timeout_s` bounds each call."""

    def __init__(self, url: str, *, timeout_s: float = 10.0) -> None:
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s

    def materialized(self, asset: str, evidence: Evidence, *, words: str) -> None:
        body = {"asset_key": asset.split("/"), "metadata": dict(evidence), "description": words}
        self._post("report_asset_materialization", body)

    def checked(self, asset: str, check: str, *, passed: bool, evidence: Evidence) -> None:
        body = {
            "asset_key": asset.split("/"),
            "check_name": check,
            "passed": passed,
            "metadata": dict(evidence),
        }
        self._post("report_asset_check", body)

    def _post(self, what: str, body: dict[str, Any]) -> None:
        # The endpoint wants a key in its path too, and believes the body.
        url = f"{self._url}/{what}/{'/'.join(body['asset_key'])}"
        try:
            answer = httpx.post(url, json=body, timeout=self._timeout_s, trust_env=False)
        except httpx.HTTPError as error:
            raise ReportNotTaken(url, str(error) or type(error).__name__) from error
        if not answer.is_success:
            raise ReportNotTaken(url, f"status {answer.status_code}", answer.text[:200])
