"""Posted lines: those whose rows are gone count as new ones."""

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.http import QueryDict

from releases import conf
from releases.forms.lines import ResourceForm, renumbered
from releases.forms.newsletters import IssueForm
from releases.models import Resource


def posted(*rows):
    data = QueryDict(mutable=True)
    data["bylines-TOTAL_FORMS"] = str(len(rows))
    data["bylines-INITIAL_FORMS"] = str(sum(1 for row in rows if row.get("id")))
    for number, row in enumerate(rows):
        for name, value in row.items():
            data[f"bylines-{number}-{name}"] = value
    return data


def test_lines_that_are_all_known_stay_as_they_were_posted():
    data = posted({"id": "1", "author": "5"}, {"author": "6"})

    assert renumbered(data, "bylines", {"1"}) is data


def test_a_line_whose_row_is_gone_comes_after_the_known_ones_without_an_id():
    data = posted({"id": "1", "author": "5"}, {"id": "2", "author": "6"}, {"author": "7"})

    fresh = renumbered(data, "bylines", {"2"})

    assert fresh.dict() == {
        "bylines-TOTAL_FORMS": "3",
        "bylines-INITIAL_FORMS": "1",
        "bylines-0-id": "2",
        "bylines-0-author": "6",
        "bylines-1-id": "",
        "bylines-1-author": "5",
        "bylines-2-author": "7",
    }


def test_other_lines_and_the_empty_template_are_left_alone():
    data = posted({"id": "9", "author": "5"})
    data["bylines-__prefix__-author"] = ""
    data["resources-0-label"] = "Report"

    fresh = renumbered(data, "bylines", set())

    assert (fresh["bylines-__prefix__-author"], fresh["resources-0-label"]) == ("", "Report")


@pytest.mark.django_db
@pytest.mark.parametrize("site", ["", conf.site_address()])
@pytest.mark.parametrize(("form", "field"), [(ResourceForm, "address"), (IssueForm, "full_issue")])
def test_an_address_of_the_library_is_refused_with_what_to_do(form, field, site):
    made = modelform_factory(Resource, form, fields=[field])() if form is ResourceForm else form()
    made.cleaned_data = {field: f"{site}/media/{'0' * 32}/report.pdf"}

    with pytest.raises(ValidationError, match="a file of the library"):
        getattr(made, f"clean_{field}")()
