"""One company for all tests of the sandbox, and the same one a week later."""

from datetime import date, timedelta

import pytest

from sandbox.company import Company


@pytest.fixture(scope="session")
def company() -> Company:
    return Company(date(2026, 11, 25))


@pytest.fixture(scope="session")
def later(company: Company) -> Company:
    return company.at(company.today + timedelta(days=7))
