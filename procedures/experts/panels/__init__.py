"""Expert review (专家评审): who may judge what, drawing by lot, blind papers, results. All pure."""
