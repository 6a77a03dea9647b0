# Sphinx settings. Pages are MyST Markdown; their code cells run at every build, so the examples cannot go stale.
from importlib.metadata import version as version_of

project = "teema"
author = "the teema maintainers"
copyright = "2026, the teema maintainers"
release = version = version_of("teema")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "jupyter_execute", "**.ipynb_checkpoints"]
html_theme = "furo"
html_title = "teema"
html_static_path: list[str] = []

myst_enable_extensions = ["colon_fence", "deflist"]
nb_execution_mode = "force"
nb_execution_timeout = 300
nb_execution_raise_on_error = True
nb_execution_in_temp = True
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
# Named tuples document their fields by themselves, too; a list of fields is no second description.
napoleon_use_ivar = True
# Names of data frames' classes and of our own type aliases are written out, not linked.
nitpicky = False
