from __future__ import annotations


def test_each_utterance_of_several_reports_is_listed_with_where_to_see_them(visitor, filled):
    data = visitor.json("/utterances.json")
    wanted = list(filled.utterances())
    assert [one["id"] for one in data["utterances"]] == [one.id for one in wanted]
    assert len(wanted) == 2
    assert data["utterances"][0]["reports"] == data["utterances"][0]["outlets"] == 2
    tree = visitor.tree("/utterances")
    link = tree.xpath("//a[@data-open]")[0]
    assert "We object to this ban" in link.text_content()
    assert len(visitor.json(link.get("href") + ".json")["utterances"]) == 1


def test_a_filter_leaves_those_of_which_a_report_passes(visitor):
    assert len(visitor.json("/utterances.json?outlet=Courier")["utterances"]) == 2
    assert visitor.json("/utterances.json?outlet=Gazette")["utterances"] == []
    assert "one of the statements in Courier" in visitor.tree("/utterances?outlet=Courier").text_content()
    assert visitor.json("/utterances.json?page=7")["utterances"] == []


def test_the_overviews_number_leads_there(visitor, filled):
    tree = visitor.tree("/")
    (link,) = tree.xpath("//a[@href='/utterances']")
    assert link.text_content().strip() == str(len(list(filled.utterances())))
