"""The words measured: what each number of a sentence counts, and what sort of figure that makes it.

A sentence goes down through these, each importing only from those below it:

1. ``reading`` goes from number to number and hands each to a frame;
2. the frames: ``claims`` (位居全省第一, 连续五年), ``changes`` (同比下降|12.2%), ``rates`` (办结率达|98%),
   ``counts`` (受理案件|36件);
3. of counts: ``number_first`` (44家|高频失信主体完成治理), ``number_last`` (审结案件|36件), ``attributes``
   (行政许可事项|363项), ``ellipsis`` (受理|91宗: the thing was named before), ``bodies`` (those counted by what was
   done of them), ``classes`` (货车超载增多，查处|36起), ``completion`` (words too bare to stand alone); of rates:
   ``rate_names`` (what a bare 办结率 is of), ``shares`` (占|77.46%);
4. ``sentence``: what the frames look into and add their drafts to;
5. ``drafts`` (the records), ``coordination`` (names in a row), ``change_words`` (下降了, 比上年).
"""
