"""What only computes imports no Django, so that it can be fuzzed, measured and reused."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["groups.imports", "groups.imports.templates", "groups.constitution", "groups.draw"]
)
def test_a_capability_that_computes_imports_no_django(module):
    program = f"import sys, {module}; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
