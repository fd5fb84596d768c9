"""The editor's settings. Callbacks are names, because TinyMCE's starter would evaluate more than that."""

VALID_ELEMENTS = (
    "p,h2,h3,h4,strong/b,em/i,a[href|title],ul,ol[start|type],li,blockquote[cite],br,hr,"
    "table,caption,thead,tbody,tfoot,tr,th[scope|colspan|rowspan],td[colspan|rowspan],"
    "sup,sub,abbr[title],cite,code,pre"
)

TINYMCE_CONFIG = {
    "license_key": "gpl",
    "promotion": False,
    "branding": False,
    "menubar": False,
    "height": 480,
    "toolbar_mode": "wrap",
    "plugins": "advlist autolink lists link charmap anchor searchreplace visualblocks code fullscreen table "
    "help wordcount",
    "toolbar": "undo redo | blocks | bold italic | link | bullist numlist blockquote | table | "
    "charmap searchreplace | removeformat code fullscreen help",
    "block_formats": "Paragraph=p; Heading 2=h2; Heading 3=h3; Heading 4=h4",
    "valid_elements": VALID_ELEMENTS,
    "paste_preprocess": "fasPaste",
    # Without the styles, fasPaste could not tell what was bold in a Google document.
    "paste_webkit_styles": "all",
    "paste_data_images": False,
    "automatic_uploads": False,
    "relative_urls": False,
    "remove_script_host": True,
    "convert_urls": False,
    "browser_spellcheck": True,
    "contextmenu": False,
    "resize": False,
}
